import type { Client } from 'pg'
import type { Finding } from './facts.ts'

const rule = 'nothing is held for nobody'

/** Holds that count now, and for whom: an order that has been settled, a checkout that may still go on, or neither. */
const live = (holds: string): string => `
  select held.id, held.what,
         case when exists (select from orders.orders o where o.id = held.id) then 'an order that is settled'
              else 'no order and no checkout that could become one' end as "for"
    from (${holds}) as held
   where not exists (select from backend.idempotency_keys k where k.order_id = held.id and k.recovery_point <> 'finished')`

const stock = live(`
  select order_id as id, quantity || ' of ' || product_id as what
    from catalog.reservation_line where held_until > now()`)

const places = live(`
  select order_id as id, 'a place in ' || slot_id as what
    from delivery.hold where state = 'held' and expires_at > now()`)

const overfull = `
  select s.id, count(*) || ' deliveries in a slot for ' || s.capacity as what
    from delivery.slot s join delivery.delivery d on d.slot_id = s.id and d.status <> 'cancelled'
   group by s.id having count(*) > s.capacity`

/** At rest stock and places are kept only for checkouts that are undecided, and no slot has more than it can serve. */
export const auditHolds = async (client: Client): Promise<Finding[]> => {
  const findings: Finding[] = []
  for (const query of [stock, places]) {
    const { rows } = await client.query<{ id: string; what: string; for: string }>(query)
    for (const { id, what, for: whom } of rows)
      findings.push({ rule, about: id, detail: `${what} is held for ${whom}` })
  }
  const { rows } = await client.query<{ id: string; what: string }>(overfull)
  for (const { id, what } of rows) findings.push({ rule: 'slots are kept', about: id, detail: what })
  return findings
}
