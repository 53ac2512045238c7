import type { Client } from 'pg'
import type { Finding } from './facts.ts'

const rule = 'an event for each change, and a change for each event'

/** The changes that must have left an event, as (order, version, event type), by the service's own history. */
const changes: Record<string, string> = {
  orders: `
    select order_id::text as subject, version::bigint as sequence,
           'order.' || case kind when 'status' then status when 'changed' then 'changed' else 'returned' end as type
      from orders.order_history
     where (kind = 'status' and status in ('placed', 'confirmed', 'cancelled')) or kind in ('changed', 'goods')`,
  delivery: `
    select d.order_id::text, t.version::bigint,
           case when t.status not in ('assigned', 'departed') then 'delivery.' || t.status
                -- Another plan, or being the next: its reason is what was told.
                when t.reason is not null then 'delivery.' || t.reason
                when t.status = 'departed' then 'delivery.departed'
                else 'delivery.courier_assigned' end
      from delivery.tracking_entry t join delivery.delivery d on d.id = t.delivery_id
     where t.status in ('assigned', 'handed_over', 'departed', 'delivered', 'failed', 'cancelled')
    union all
    -- Ended by delivery itself, which tells orders why: nobody opened three times, or no offered window suited.
    select d.order_id::text, t.version::bigint,
           case when exists (select from delivery.slot_offer where delivery_id = d.id and answer = 'declined')
                then 'delivery.declined' else 'delivery.returned' end
      from delivery.tracking_entry t join delivery.delivery d on d.id = t.delivery_id
     where t.status = 'cancelled' and t.actor_role = 'delivery'`,
}

/** What was published is what was committed: no event of a change that was rolled back, none that is missing, none twice. */
export const auditCauses = async (client: Client): Promise<Finding[]> => {
  const findings: Finding[] = []
  for (const [schema, history] of Object.entries(changes)) {
    const { rows } = await client.query<{
      subject: string
      sequence: string
      type: string
      changes: number
      events: number
    }>(`
      with change (subject, sequence, type) as (${history}),
           -- News of an order's links and person have subjects of their own, and are no change of its state.
           event as (select distinct id, subject, sequence, type from ${schema}.outbox where subject not like '%/%')
      select subject, sequence, type, sum(change)::int as changes, sum(event)::int as events
        from (select subject, sequence, type, 1 as change, 0 as event from change
              union all select subject, sequence, type, 0, 1 from event) both_sides
       group by subject, sequence, type
      having sum(change) <> sum(event)`)
    for (const row of rows)
      findings.push({
        rule,
        about: row.subject,
        detail: `${row.type} ${row.sequence}: ${row.changes} changes, ${row.events} events`,
      })
  }
  return findings
}
