import type { Client } from 'pg'
import type { Finding } from './facts.ts'

const deliveryNews = [
  'delivery.courier_assigned',
  'delivery.rescheduled',
  'delivery.handed_over',
  'delivery.departed',
  'delivery.delivered',
  'delivery.failed',
]

/** Who has to take which event: written down here anew, from the design. */
const consumers: Record<string, { schema: string; types: string[] }[]> = {
  backend: [{ schema: 'notifications', types: ['sign_in.code', 'account.deleted'] }],
  orders: [
    { schema: 'catalog', types: ['order.placed', 'order.changed', 'order.cancelled', 'order.returned'] },
    {
      schema: 'delivery',
      types: ['order.confirmed', 'order.cancelled', 'order.paid', 'order.links_revoked', 'order.anonymised'],
    },
    {
      schema: 'notifications',
      types: ['order.confirmed', 'order.changed', 'order.cancelled', 'order.anonymised'],
    },
  ],
  catalog: [{ schema: 'orders', types: ['stock.confirmed', 'stock.rejected'] }],
  delivery: [
    {
      schema: 'orders',
      types: [...deliveryNews, 'delivery.courier_changed', 'delivery.returned', 'delivery.declined'],
    },
    {
      schema: 'notifications',
      types: [...deliveryNews, 'delivery.arriving', 'delivery.courier_changed', 'delivery.unassigned'],
    },
  ],
}

const receiving = ['orders', 'catalog', 'delivery', 'notifications']

/**
 * Every published event was received once by everybody it concerns, and nobody received what was never published.
 * @param schemas of the receivers that were there
 */
export const auditInboxes = async (client: Client, schemas: readonly string[] = receiving): Promise<Finding[]> => {
  const findings: Finding[] = []
  for (const [source, receivers] of Object.entries(consumers)) {
    for (const { schema, types } of receivers.filter((receiver) => schemas.includes(receiver.schema))) {
      const { rows } = await client.query<{ id: string; type: string; receipts: number }>(
        `select e.id, e.type, (select count(*)::int from ${schema}.inbox i where i.event_id = e.id) as receipts
           from (select distinct id, type from ${source}.outbox where type = any($1)) e
          where (select count(*) from ${schema}.inbox i where i.event_id = e.id) <> 1`,
        [types],
      )
      for (const { id, type, receipts } of rows)
        findings.push({
          rule: 'each event has its effect once',
          about: id,
          detail: `${type}: ${receipts} receipts in ${schema}`,
        })
    }
  }
  for (const schema of schemas) {
    const { rows } = await client.query<{ event_id: string }>(
      `select event_id from ${schema}.inbox where event_id not in
         (select id from orders.outbox union all select id from catalog.outbox union all select id from delivery.outbox
          union all select id from backend.outbox)`,
    )
    for (const { event_id } of rows)
      findings.push({
        rule: 'no effect without a cause',
        about: event_id,
        detail: `${schema} received an event that nobody committed`,
      })
  }
  return findings
}
