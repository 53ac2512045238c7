import type { Client } from 'pg'
import type { Finding } from './facts.ts'

interface Row {
  id: string
  on_hand: number
  moved: string
  counted: string
  sold: string
}

/** Stock is what was counted less what orders took; the ledger sums to it. */
export const auditStock = async (client: Client): Promise<Finding[]> => {
  const { rows } = await client.query<Row>(`
    select s.product_id as id, s.on_hand,
           coalesce((select sum(delta) from catalog.stock_movement m where m.product_id = s.product_id), 0) as moved,
           coalesce((select sum(delta) from catalog.stock_movement m
                      where m.product_id = s.product_id and m.reason not in ('sale', 'return')), 0) as counted,
           coalesce((select sum(l.quantity) from orders.order_lines l join orders.orders o on o.id = l.order_id
                      where l.product_id = s.product_id and o.status <> 'cancelled'), 0) as sold
      from catalog.stock s`)
  const findings: Finding[] = []
  for (const { id, on_hand, moved, counted, sold } of rows) {
    const wrong = (detail: string) => findings.push({ rule: 'stock adds up', about: id, detail })
    if (on_hand < 0) wrong(`${on_hand} on hand`)
    if (Number(moved) !== on_hand) wrong(`the ledger sums to ${moved}, on hand ${on_hand}`)
    if (Number(counted) - Number(sold) !== on_hand) wrong(`counted ${counted}, ordered ${sold}, on hand ${on_hand}`)
  }
  return findings
}
