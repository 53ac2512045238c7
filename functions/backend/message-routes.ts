import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'

const place = z
  .string()
  .regex(/^(parked|dead):[\w.-]{1,80}$/)
  .describe('parked: and a queue of RabbitMQ, or dead: and one of SQS, as it is listed')

const messageId = z.string().min(1).max(100)

const message = z
  .object({
    id: messageId.describe('Of the message where it lies'),
    type: z.string().nullable().describe('Of the event, if it is one'),
    eventId: z.string().nullable(),
    subject: z.string().nullable().describe("An order's id, mostly"),
    reason: z.string().nullable().describe('Why its consumer gave it up'),
    attempts: z.int().nullable(),
    at: z.iso.datetime().nullable().describe('When it was given up, or sent'),
    sizeBytes: z.int(),
    body: z.string().optional().describe('Only where one message is asked for'),
  })
  .meta({ id: 'SetAsideMessage' })

const parkedPlace = 'parked:notifications.delivery'
const example: z.input<typeof message> = {
  id: '5f2b7c1e9a3d4f60b8c7d6e5f4a3b2c1',
  type: 'delivery.courier_assigned',
  eventId: '0199d3c5-e1b0-7c11-a2d4-5e6f7a8b9c0d',
  subject: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
  reason: 'delivery.courier_assigned version 2 is newer than 1',
  attempts: 1,
  at: '2026-11-22T09:16:02.000Z',
  sizeBytes: 1214,
}

/** Messages that consumers gave up. */
export const messageRoutes = defineRoutes({
  operatorSetAside: {
    method: 'GET',
    path: '/api/operator/messages',
    access: 'operator',
    audience: 'operator',
    operationId: 'listSetAsideMessages',
    summary: 'List messages that consumers gave up',
    description:
      'How many there are in each place that has any; with `place` its messages too, the oldest first, and with `id` that one alone, whole. Reading changes nothing.',
    query: z.object({
      place: place.optional(),
      id: messageId.optional().describe('One of its messages'),
      limit: z.coerce.number().int().min(1).max(500).default(100).describe('Messages at most'),
    }),
    examples: { 'where there are any': {}, 'of a consumer': { query: { place: parkedPlace } } },
    answers: {
      200: {
        description: 'Where they are, and which',
        schema: z
          .object({
            places: z.array(z.object({ place, count: z.int() }).meta({ id: 'SetAsidePlace' })),
            messages: z.array(message),
          })
          .meta({ id: 'SetAsideMessages' }),
        example: { places: [{ place: parkedPlace, count: 1 }], messages: [example] },
      },
    },
    errors: ['not_found'],
  },
  workSetAside: {
    method: 'POST',
    path: '/api/operator/messages',
    access: 'operator',
    audience: 'operator',
    operationId: 'workSetAsideMessages',
    summary: 'Retry or drop messages that were given up',
    description:
      'Retried, a message goes to its consumer alone, as if it came for the first time: what that has done of it already stays done once. Dropped, it is gone; the audit log says which event it was. Ids that are not there any more count for nothing.',
    body: z.object({
      place,
      ids: z.array(messageId).min(1).max(500),
      remedy: z.enum(['retry', 'drop']),
    }),
    examples: { 'try again': { body: { place: parkedPlace, ids: [example.id], remedy: 'retry' } } },
    answers: {
      200: {
        description: 'How many were there',
        schema: z.object({ worked: z.int().min(0) }).meta({ id: 'WorkedMessages' }),
        example: { worked: 1 },
      },
    },
    errors: ['not_found'],
  },
})
