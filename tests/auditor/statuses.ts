import type { Client } from 'pg'
import type { Finding } from './facts.ts'

interface Row {
  id: string
  status: string
  delivery: string | null
  reservation: string | null
  history: string[]
  version: number
}

/** What the three services may say of one order at rest: order → delivery, reservation. */
const agreement: Record<string, { delivery: (string | null)[]; reservation: (string | null)[] }> = {
  // At rest nothing stays placed: the stock has answered.
  placed: { delivery: [], reservation: [] },
  confirmed: { delivery: ['unassigned'], reservation: ['sold'] },
  scheduled: { delivery: ['assigned'], reservation: ['sold'] },
  out_for_delivery: { delivery: ['handed_over', 'departed'], reservation: ['sold'] },
  delivered: { delivery: ['delivered'], reservation: ['sold'] },
  delivery_failed: { delivery: ['failed'], reservation: ['sold'] },
  cancelled: { delivery: [null, 'cancelled'], reservation: ['cancelled', 'rejected'] },
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
    select o.id, o.status, o.version, d.status as delivery, r.state as reservation,
           array(select h.status from orders.order_history h where h.order_id = o.id order by h.version) as history
      from orders.orders o
      left join delivery.delivery d on d.order_id = o.id
      left join catalog.reservation r on r.order_id = o.id`)
  const findings: Finding[] = []
  for (const { id, status, delivery, reservation, history, version } of rows) {
    const wrong = (detail: string) => findings.push({ rule: 'statuses agree', about: id, detail })
    const allowed = agreement[status]
    if (!allowed?.delivery.includes(delivery)) wrong(`order ${status}, delivery ${delivery}`)
    if (!allowed?.reservation.includes(reservation)) wrong(`order ${status}, reservation ${reservation}`)
    if (history[0] !== 'placed' || history.at(-1) !== status || history.length !== version)
      wrong(`history ${history.join(' → ')}, version ${version}`)
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
