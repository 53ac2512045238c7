import type { Client } from 'pg'
import type { Finding } from './facts.ts'

interface Row {
  id: string
  on_hand: number
  moved: string
  counted: string
  sold: string
  held: string
  held_by_ledger: string
}

/** Stock is what was counted less what orders took; the ledger sums to it. */
export const auditStock = async (client: Client): Promise<Finding[]> => {
  const { rows } = await client.query<Row>(`
    select s.product_id as id, s.on_hand,
           coalesce((select sum(delta) from catalog.stock_movement m where m.product_id = s.product_id), 0) as moved,
           coalesce((select sum(delta) from catalog.stock_movement m
                      where m.product_id = s.product_id and m.reason not in ('sale', 'return', 'hold', 'release')), 0) as counted,
           -- A cancelled order keeps what left with a courier until it is back, and for good what of it is lost.
           coalesce((select sum(case when o.status <> 'cancelled' or o.goods = 'out' then l.quantity - l.cancelled
                                     when o.goods = 'back' then l.quantity - l.cancelled - l.returned else 0 end)
                       from orders.order_lines l join orders.orders o on o.id = l.order_id
                      where l.product_id = s.product_id), 0) as sold,
           coalesce((select sum(quantity) from catalog.reservation_line r
                      where r.product_id = s.product_id and held_until is not null), 0) as held,
           coalesce((select sum(held_delta) from catalog.stock_movement m where m.product_id = s.product_id), 0) as held_by_ledger
      from catalog.stock s`)
  const findings: Finding[] = []
  for (const { id, on_hand, moved, counted, sold, held, held_by_ledger } of rows) {
    const wrong = (detail: string) => findings.push({ rule: 'stock adds up', about: id, detail })
    if (on_hand < 0) wrong(`${on_hand} on hand`)
    if (Number(moved) !== on_hand) wrong(`the ledger sums to ${moved}, on hand ${on_hand}`)
    if (Number(held) !== Number(held_by_ledger)) wrong(`${held} held, by the ledger ${held_by_ledger}`)
    if (Number(counted) - Number(sold) !== on_hand) wrong(`counted ${counted}, ordered ${sold}, on hand ${on_hand}`)
  }
  return findings
}
