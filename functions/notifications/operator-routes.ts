import { defineRoutes } from '@korob/platform/routes'
import { instant, line, uuid, z } from '@korob/platform/schema'
import { phone } from '../backend/contract.ts'

const blockedNumber = z
  .object({
    blockedId: uuid,
    phone: z.string(),
    reason: z.string(),
    blockedBy: z.string().describe('The operator who did it'),
    blockedAt: instant,
  })
  .meta({ id: 'BlockedNumber' })

const example = {
  blockedId: '0199d3c5-e9d3-7a64-a2f7-0c5d4e3b1a96',
  phone: '+79161234567',
  reason: 'Orders under a number that is not theirs',
  blockedBy: '0199d3c5-0000-7a64-a2f7-0c5d4e3b1a96',
  blockedAt: '2026-11-28T09:00:00.000Z',
}

export const operatorRoutes = defineRoutes({
  blockedNumbers: {
    method: 'GET',
    path: '/api/operator/notifications/blocked-numbers',
    access: 'operator',
    audience: 'operator',
    operationId: 'listBlockedNumbers',
    summary: 'List the numbers that get no texts',
    description: 'Those that operators have blocked, the latest first. Who has opted out is not among them.',
    query: z.object({
      cursor: uuid.optional().describe('nextCursor of the page before'),
      limit: z.coerce.number().int().min(1).max(100).default(50).describe('Numbers on a page'),
    }),
    examples: { 'the latest': {} },
    answers: {
      200: {
        description: 'A page of them',
        schema: z
          .object({ numbers: z.array(blockedNumber), nextCursor: uuid.nullable() })
          .meta({ id: 'BlockedNumbersPage' }),
        example: { numbers: [example], nextCursor: null },
      },
    },
  },
  blockNumber: {
    method: 'POST',
    path: '/api/operator/notifications/blocked-numbers',
    access: 'operator',
    audience: 'operator',
    operationId: 'blockNumber',
    summary: 'Have a number get no texts',
    description:
      'None at all, sign-in codes included, and none of those that wait: they are kept as dropped. Again, it changes nothing.',
    body: z.object({ phone, reason: line(200) }),
    examples: { 'somebody else’s number': { body: { phone: example.phone, reason: example.reason } } },
    answers: { 201: { description: 'The block as it stands', schema: blockedNumber, example } },
  },
  unblockNumber: {
    method: 'DELETE',
    path: '/api/operator/notifications/blocked-numbers/{blockedId}',
    access: 'operator',
    audience: 'operator',
    operationId: 'unblockNumber',
    summary: 'Let a number have texts again',
    description: 'The next ones; what was dropped meanwhile is not sent.',
    params: z.object({ blockedId: uuid.describe('Of the block, as it was answered') }),
    examples: { 'a block': { params: { blockedId: example.blockedId } } },
    answers: { 204: { description: 'It is blocked no more' } },
    errors: ['not_found'],
  },
})
