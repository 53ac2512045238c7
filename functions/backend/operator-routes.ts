import { auditEntry, outboxFilter, outboxRow, replayInto, trailEntry } from '@korob/platform/records'
import { defineRoutes } from '@korob/platform/routes'
import { instant, uuid, z } from '@korob/platform/schema'
import { messageRoutes } from './message-routes.ts'
import * as examples from './operator-examples.ts'
import { staffRoutes } from './staff-routes.ts'

const service = z
  .enum(['backend', 'catalog', 'orders', 'delivery', 'notifications'])
  .meta({ id: 'ServiceName', description: 'One of the services' })

const unreachable = z.array(service).describe('Services that did not answer: of them nothing is here')

const trail = z
  .object({
    entries: z.array(trailEntry.extend({ service }).meta({ id: 'TrailEntry' })).describe('In the order of time'),
    unreachable,
  })
  .meta({ id: 'Trail' })
export type Trail = z.infer<typeof trail>

const correlationId = z.string().regex(/^[\w.:-]{8,64}$/)

/** What a shop's operators ask of all services at once. */
export const operatorRoutes = defineRoutes({
  ...staffRoutes,
  ...messageRoutes,
  operatorTrail: {
    method: 'GET',
    path: '/api/operator/trail',
    access: 'operator',
    audience: 'operator',
    operationId: 'readTrail',
    summary: 'Follow an order, or a request, through all services',
    description:
      'History, movements of stock, steps of the delivery, texts, events and who has taken them, what operators did: each service tells its own.',
    query: z
      .object({
        orderId: uuid.optional().describe('Either this'),
        correlationId: correlationId.optional().describe('or this'),
      })
      .refine((query) => (query.orderId === undefined) !== (query.correlationId === undefined), {
        path: ['orderId'],
        message: 'either orderId or correlationId',
      }),
    examples: {
      'of an order': { query: { orderId: examples.orderId } },
      'of a request': { query: { correlationId: examples.correlationId } },
    },
    answers: { 200: { description: 'What happened', schema: trail, example: examples.trail } },
  },
  operatorAudit: {
    method: 'GET',
    path: '/api/operator/audit',
    access: 'operator',
    audience: 'operator',
    operationId: 'readAuditLog',
    summary: 'Read what operators did',
    description:
      'In all services, the latest first. Entries say what of a thing was changed, and nothing about persons.',
    query: z.object({
      actorId: z.string().min(1).max(64).optional().describe('Who did it'),
      targetId: z.string().min(1).max(128).optional().describe('What it was done to'),
      action: z.string().min(1).max(64).optional().describe('Such as order.cancel'),
      cursor: uuid.optional().describe('nextCursor of the page before'),
      limit: z.coerce.number().int().min(1).max(100).default(50).describe('Entries on a page'),
    }),
    examples: { 'the latest': {}, 'of an order': { query: { targetId: examples.orderId } } },
    answers: {
      200: {
        description: 'A page of the log',
        schema: z
          .object({ entries: z.array(auditEntry), nextCursor: uuid.nullable(), unreachable })
          .meta({ id: 'AuditPage' }),
        example: examples.audit,
      },
    },
  },
  operatorOutbox: {
    method: 'GET',
    path: '/api/operator/outbox',
    access: 'operator',
    audience: 'operator',
    operationId: 'listOutbox',
    summary: "List a service's outbox",
    description: 'Events of the last 7 days, at most 200, the latest first.',
    query: z.object({
      service: service.describe('Whose outbox'),
      type: z.string().min(1).max(128).optional().describe('Such as order.placed'),
      subject: z.string().min(1).max(128).optional().describe("An order's id, mostly"),
      from: instant.optional().describe('Written at this instant or later'),
      to: instant.optional().describe('Written before'),
    }),
    examples: { 'of orders': { query: { service: 'orders', subject: examples.orderId } } },
    answers: {
      200: {
        description: 'The rows',
        schema: z.object({ rows: z.array(outboxRow) }).meta({ id: 'OutboxRows' }),
        example: examples.outbox,
      },
    },
    errors: ['unavailable'],
  },
  operatorReplay: {
    method: 'POST',
    path: '/api/operator/outbox/replays',
    access: 'operator',
    audience: 'operator',
    operationId: 'replayOutbox',
    summary: 'Publish events again',
    description:
      'Those of the last 7 days that a filter fits, at most 10,000 and the oldest first, with the ids they had: whoever has taken one before takes it for a duplicate. With `into`, to this consumer alone, of what RabbitMQ carries. At least one of ids, type, subject and from must be given.',
    body: outboxFilter
      .extend({ service, into: replayInto.optional() })
      .refine(({ ids, type, subject, from }) => ids ?? type ?? subject ?? from, {
        path: ['ids'],
        message: 'say which: ids, type, subject or from',
      }),
    examples: { "an order's events": { body: { service: 'orders', subject: examples.orderId } } },
    answers: {
      200: {
        description: 'How many are published again',
        schema: z.object({ replayed: z.int().min(0) }).meta({ id: 'Replay' }),
        example: { replayed: 3 },
      },
    },
    errors: ['unavailable'],
  },
})
