import { defineRoutes } from '@korob/platform/routes'
import { e164, instant, uuid, z } from '@korob/platform/schema'
import * as examples from './examples.ts'

const knownLink = z
  .object({
    orderId: uuid,
    number: z.string().describe('Of the order'),
    issuedAt: instant,
    expiresAt: instant,
    source: z
      .enum(['order', 'text', 'lookup'])
      .describe(
        '`order`: answered to who placed it. `text`: in texts since then. `lookup`: asked for with number and phone, by whoever knows them, operators too',
      ),
    state: z.enum(['live', 'expired', 'revoked']),
    revokedAt: instant.nullable().describe('Null, too, where the person was forgotten and with them all links'),
  })
  .meta({ id: 'KnownLink', description: 'When a link was made. The link itself is kept nowhere' })

const orderLinks = z.object({ links: z.array(knownLink) }).meta({ id: 'KnownLinks' })
export type OrderLinksView = z.infer<typeof orderLinks>

export const linkRoutes = defineRoutes({
  operatorLinks: {
    method: 'GET',
    path: '/api/operator/order-links',
    access: 'operator',
    audience: 'operator',
    operationId: 'listOrderLinks',
    summary: 'List links by which orders are followed',
    description:
      'Of an order, or of all orders of a phone: the latest 200 of them, the last one first. Those older than half a year are forgotten, but for the one of the order itself.',
    query: z
      .object({ orderId: uuid.optional().describe('Either this'), phone: e164.optional().describe('or this') })
      .refine(({ orderId, phone }) => (orderId === undefined) !== (phone === undefined), {
        path: ['orderId'],
        message: 'either orderId or phone',
      }),
    examples: {
      'of an order': { query: { orderId: examples.order.orderId } },
      'of a phone': { query: { phone: '+79161234567' } },
    },
    answers: {
      200: { description: 'The links, without their tokens', schema: orderLinks, example: examples.links },
    },
  },
})
