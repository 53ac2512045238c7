import { type DeliveryService, newOrderId, published, receive, slotToCome } from './delivery-service.ts'
import { courierHttp, courierToken } from './http.ts'
import { addressNumber, confirmed } from './order-events.ts'

/** Orders that one courier brings on one trip: so many, or these. */
export const tripOf = async (service: DeliveryService, wanted: number | readonly string[]) => {
  const slotId = await slotToCome()
  // One courier on duty: the others' vans are elsewhere.
  await service.db.admin.query("delete from delivery.shift where courier_id <> '01900000-0000-7000-8000-000000000001'")
  const ids = typeof wanted === 'number' ? Array.from({ length: wanted }, newOrderId) : wanted
  const orders = ids.map((orderId, index) => ({ orderId, slotId, address: addressNumber(index) }))
  for (const order of orders) await receive(confirmed(order))
  const token = await courierToken('01900000-0000-7000-8000-000000000001')
  return { orders: orders.map(({ orderId }) => orderId), token }
}

export const routeOf = async (token: string, query?: Record<string, string>) =>
  (await courierHttp('GET', '/api/courier/route', { token, query })).body
export const depart = (token: string, routeId: string) =>
  courierHttp('POST', '/api/courier/routes/{routeId}/departed', { token, params: { routeId } })
const proof = { kind: 'note', note: 'Отдал лично' }
export const act = (token: string, stopId: string, step: 'handed-over' | 'delivered') =>
  courierHttp('POST', `/api/courier/stops/{stopId}/${step}`, {
    token,
    params: { stopId },
    ...(step === 'delivered' && { body: { proof } }),
  })
export const types = async (orderId: string) =>
  (await published(orderId)).map(({ type, sequence }) => `${type} ${sequence}`)
