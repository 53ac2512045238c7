import type { Client } from 'pg'
import type { AcknowledgedOrder, Finding } from './facts.ts'

interface OrderRow {
  id: string
  number: string | null
  total: string
  phone: string
  items: Record<string, number>
}

const linesOf = (order: AcknowledgedOrder): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const { productId, quantity } of order.items) sums[productId] = (sums[productId] ?? 0) + quantity
  return sums
}

const sameLines = (a: Record<string, number>, b: Record<string, number>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([id, quantity]) => b[id] === quantity)

/** Every acknowledged order exists once, as it was acknowledged; and nobody was charged for one that was not. */
export const auditOrders = async (client: Client, acknowledged: readonly AcknowledgedOrder[]): Promise<Finding[]> => {
  const findings: Finding[] = []
  const { rows } = await client.query<OrderRow>(`
    select o.id,
           -- As it was ordered: what was cancelled of it since stands in its history.
           coalesce((select (h.details #>> '{before,totalMinor}')::bigint from orders.order_history h
                      where h.order_id = o.id and h.kind = 'changed' order by h.version limit 1), o.total_minor) as total,
           o.contact ->> 'phone' as phone,
           (select jsonb_object_agg(product_id, quantity)
              from (select product_id, sum(quantity) as quantity from orders.order_lines where order_id = o.id group by 1) l) as items
      from orders.orders o`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ids = new Set<string>()
  const numbers = new Set<string>()
  for (const order of acknowledged) {
    const wrong = (detail: string) =>
      findings.push({ rule: 'every 201 has exactly one order', about: order.orderId, detail })
    if (ids.has(order.orderId)) wrong('was acknowledged under two keys')
    if (numbers.has(order.number)) wrong(`shares the number ${order.number}`)
    ids.add(order.orderId)
    numbers.add(order.number)
    const row = byId.get(order.orderId)
    if (!row) {
      wrong('is not in the database')
      continue
    }
    if (Number(row.total) !== order.totalMinor) wrong(`total is ${row.total}, acknowledged ${order.totalMinor}`)
    if (row.phone !== order.phone) wrong('belongs to another phone')
    if (!sameLines(row.items, linesOf(order))) wrong(`lines are ${JSON.stringify(row.items)}`)
  }
  for (const { id } of rows)
    if (!ids.has(id))
      findings.push({ rule: 'no order without a 201', about: id, detail: 'nobody was told of this order' })
  return findings
}
