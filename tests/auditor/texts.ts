import type { Client } from 'pg'
import type { Finding } from './facts.ts'

interface MessageRow {
  id: string
  scrubbed: boolean
  event_id: string
  recipient: string
  body: string
  status: string
  reason: string | null
  gateway_id: string | null
}

interface InboxMessage {
  sid: string
  to: string
  body: string
}

const readInbox = async (smsUrl: string): Promise<InboxMessage[]> => {
  const answer = await fetch(new URL('/inbox.json?limit=100000', smsUrl))
  if (!answer.ok) throw new Error(`the SMS inbox answered ${answer.status}`)
  const inbox = (await answer.json()) as { messages: InboxMessage[] }
  return inbox.messages
}

// Overtaken by later news; or its reader wants none, gets none, or has had enough for this hour.
const rightlyDropped = ['superseded', 'opted_out', 'blocked', 'limited']

/** One message per event that concerns a shopper, and at the gateway one text per message that was not rightly dropped. */
export const auditTexts = async (client: Client, smsUrl: string): Promise<Finding[]> => {
  const findings: Finding[] = []
  const wrong = (about: string, detail: string) => findings.push({ rule: 'one text per event', about, detail })

  const events = await client.query<{ id: string; type: string; messages: number }>(`
    select e.id, e.type, (select count(*)::int from notifications.messages m where m.event_id = e.id) as messages
      from (select id, type from orders.outbox where carrier = 'rabbitmq' and type <> 'order.anonymised'
            union all select id, type from delivery.outbox where carrier = 'rabbitmq'
                        and type not in ('delivery.courier_changed', 'delivery.unassigned', 'delivery.cancelled', 'delivery.returned', 'delivery.declined')
            union all select id, type from backend.outbox where type = 'sign_in.code') e`)
  for (const { id, type, messages } of events.rows) if (messages !== 1) wrong(id, `${type} has ${messages} messages`)

  const strangers = await client.query<{ event_id: string; recipient: string }>(`
    select m.event_id, m.recipient from notifications.messages m join orders.orders o on o.id = m.order_id
     where m.recipient <> o.contact ->> 'phone'`)
  for (const { event_id, recipient } of strangers.rows) wrong(event_id, `was told to ${recipient}, who did not order`)

  const early = await client.query<{ event_id: string; event_type: string }>(`
    with event as (select distinct id, type, subject, sequence, envelope ->> 'source' as source
                     from (select * from orders.outbox union all select * from delivery.outbox) e)
    select m.event_id, m.event_type from notifications.messages m join event dropped on dropped.id = m.event_id
     where m.status = 'dropped' and m.reason = 'superseded'
       and not exists (select from event later
                        where later.subject = dropped.subject
                          and (later.type = 'order.cancelled'
                               or later.source = dropped.source and later.sequence > dropped.sequence))`)
  for (const { event_id, event_type } of early.rows)
    wrong(event_id, `${event_type} was dropped as outdated, and is the latest`)

  const { rows } = await client.query<MessageRow>(
    `select id, event_id, recipient, body, status, reason, gateway_id, secret or forget as scrubbed
       from notifications.messages`,
  )
  const inbox = await readInbox(smsUrl)
  const atGateway = new Map(inbox.map((text) => [text.sid, text]))
  const owners = new Map<string, string>()
  for (const { id, scrubbed, event_id, recipient, body, status, reason, gateway_id } of rows) {
    const isDropped = status === 'dropped' && rightlyDropped.includes(reason ?? '')
    if (!isDropped && !['sent', 'delivered'].includes(status)) wrong(event_id, `message ${id} is ${status} (${reason})`)
    if (gateway_id === null) {
      if (!isDropped) wrong(event_id, `message ${id} has no text at the gateway`)
      continue
    }
    if (owners.has(gateway_id)) wrong(event_id, `text ${gateway_id} belongs to two messages`)
    owners.set(gateway_id, id)
    const text = atGateway.get(gateway_id)
    if (!text) wrong(event_id, `the gateway knows no text ${gateway_id}`)
    else if (scrubbed && body === text.body) wrong(event_id, `text ${gateway_id} was to be forgotten`)
    else if (!scrubbed && (text.to !== recipient || text.body !== body))
      wrong(event_id, `text ${gateway_id} says something else`)
  }
  for (const { sid, to, body } of inbox)
    if (!owners.has(sid)) wrong(sid, `a text too many, to ${to}: ${body.slice(0, 60)}`)
  return findings
}
