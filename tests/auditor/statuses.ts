import type { Client } from 'pg'
import type { Finding } from './facts.ts'

interface Row {
  id: string
  status: string
  delivery: string | null
  reservation: string | null
  goods: string
  payment: string
  pending: boolean
  entries: number
  history: string[]
  version: number
}

/** What the three services may say of one order at rest: order → delivery, reservation. */
const agreement: Record<string, { delivery: (string | null)[]; reservation: (string | null)[] }> = {
  // At rest nothing stays placed: the stock has answered.
  placed: { delivery: [], reservation: [] },
  confirmed: { delivery: ['unassigned'], reservation: ['sold'] },
  // Unassigned: another time was asked for, or it is brought again.
  scheduled: { delivery: ['assigned', 'unassigned'], reservation: ['sold'] },
  out_for_delivery: { delivery: ['handed_over', 'departed'], reservation: ['sold'] },
  delivered: { delivery: ['delivered'], reservation: ['sold'] },
  delivery_failed: { delivery: ['failed', 'unassigned'], reservation: ['sold'] },
  cancelled: { delivery: [null, 'cancelled'], reservation: ['cancelled', 'rejected', 'out'] },
}

const follows: Record<string, string[]> = {
  placed: ['confirmed', 'cancelled'],
  confirmed: ['scheduled', 'cancelled'],
  scheduled: ['out_for_delivery', 'cancelled'],
  out_for_delivery: ['delivered', 'delivery_failed'],
  delivery_failed: ['scheduled', 'cancelled'],
  delivered: [],
  cancelled: [],
}

/** Orders, delivery and catalogue say the same of every order, and its history is a path the rules allow. */
export const auditStatuses = async (client: Client): Promise<Finding[]> => {
  const { rows } = await client.query<Row>(`
    select o.id, o.status, o.version, o.goods, o.payment_state as payment,
           exists (select from orders.pending_change p where p.order_id = o.id) as pending,
           (select count(*)::int from orders.order_history h where h.order_id = o.id) as entries, d.status as delivery, r.state as reservation,
           array(select h.status from orders.order_history h where h.order_id = o.id and h.kind = 'status' order by h.version) as history
      from orders.orders o
      left join delivery.delivery d on d.order_id = o.id
      left join catalog.reservation r on r.order_id = o.id`)
  const findings: Finding[] = []
  for (const { id, status, delivery, reservation, history, version, ...order } of rows) {
    const wrong = (detail: string) => findings.push({ rule: 'statuses agree', about: id, detail })
    const allowed = agreement[status]
    if (!allowed?.delivery.includes(delivery)) wrong(`order ${status}, delivery ${delivery}`)
    if (!allowed?.reservation.includes(reservation)) wrong(`order ${status}, reservation ${reservation}`)
    if (history[0] !== 'placed' || history.at(-1) !== status || order.entries !== version)
      wrong(`history ${history.join(' → ')}, version ${version}`)
    if (order.pending) wrong('a change of it still waits for an answer')
    if (status === 'delivered' && order.payment !== 'paid') wrong(`delivered, and payment is ${order.payment}`)
    if ((reservation === 'out') !== (status === 'cancelled' && order.goods === 'out'))
      wrong(`goods ${order.goods}, reservation ${reservation}`)
    history.slice(1).forEach((to, index) => {
      if (!follows[history[index] ?? '']?.includes(to)) wrong(`moved ${history[index]} → ${to}`)
    })
  }
  const strays = await client.query<{ order_id: string }>(
    'select order_id from delivery.delivery where order_id not in (select id from orders.orders)',
  )
  for (const { order_id } of strays.rows)
    findings.push({ rule: 'statuses agree', about: order_id, detail: 'a delivery without an order' })
  return findings
}
