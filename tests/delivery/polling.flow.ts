import { signTrackingToken, trackingLifetimeMs } from '@korob/platform/tracking-token'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DeliveryService, receive, reschedule, slotToCome, startDelivery } from './support/delivery-service.ts'
import { courierHttp } from './support/http.ts'
import { anonymised } from './support/order-events.ts'
import { type Seen, startTracker, type TrackerProcess } from './support/tracker-process.ts'
import { act, depart, routeOf, tripOf } from './support/trip.ts'

let service: DeliveryService
let trackers: TrackerProcess[]

beforeAll(async () => {
  service = await startDelivery()
  trackers = [startTracker(), startTracker(), startTracker()]
})
afterAll(async () => {
  for (const tracker of trackers) await tracker.stop()
  await service.stop()
})

/** What each process answers to whoever has seen this. */
const seenBy = (token: string, etag?: string): Promise<Seen[]> =>
  Promise.all(trackers.map((tracker) => tracker.look({ token, etag })))

/** All processes have the same answer, a new one; and nothing newer for whoever has seen it. */
const hasChanged = async (token: string, before?: string): Promise<{ etag: string; body: Record<string, unknown> }> => {
  const [first, ...others] = await seenBy(token, before)
  expect(first).toMatchObject({ status: 200, etag: expect.any(String) })
  for (const other of others) expect(other).toEqual(first)
  expect(first!.etag).not.toBe(before)
  for (const again of await seenBy(token, first!.etag))
    expect(again).toEqual({ status: 304, etag: first!.etag, body: '' })
  return { etag: first!.etag!, body: JSON.parse(first!.body) }
}

test('whichever process is asked, an unchanged delivery is 304, and whatever changes is seen at once', async () => {
  const { orders, token: courier } = await tripOf(service, 2)
  const planned = (await routeOf(courier)).route
  const orderNumber: string = planned.stops[1].orderNumber
  const orderId = orders.find((id) => orderNumber.endsWith(id.slice(-6)))!
  const token = await signTrackingToken(orderId, new Date(Date.now() + trackingLifetimeMs))
  let seen = await hasChanged(token)
  expect(seen.body).toMatchObject({ status: 'assigned', stopsBefore: 1, position: null })

  const change = async (expected: object, make: () => Promise<unknown>) => {
    await make()
    seen = await hasChanged(token, seen.etag)
    expect(seen.body).toMatchObject(expected)
  }
  const write = (text: string, values: unknown[] = []) => service.db.admin.query(text, values)
  const etaMoved = () =>
    write(
      `update delivery.stop set eta = eta + interval '1 minute' where delivery_id = (select id from delivery.delivery where order_id = $1)`,
      [orderId],
    )

  // Another plan that is too near the one before to be told in a text.
  await change({ status: 'assigned' }, etaMoved)
  await change({ window: { start: expect.any(String) } }, async () => {
    expect(await reschedule(orderId, await slotToCome(3))).toMatchObject({ ok: true })
  })
  const { route } = await routeOf(courier)
  const [first, last] = route.stops
  expect(last.orderNumber).toBe(orderNumber)
  await change({ courier: { firstName: 'Пётр' } }, () => write(`update delivery.courier set first_name = 'Пётр'`))
  await change({ status: 'handed_over', code: expect.stringMatching(/^\d{4}$/) }, () =>
    act(courier, last.id, 'handed-over'),
  )
  await change({ status: 'departed', stopsBefore: 1 }, () => depart(courier, route.id))
  await write(`update delivery.route set departed_at = now() - interval '30 minutes'`)
  const here = { lat: 57.3737, lon: 41.1 }
  await change({ position: here }, () =>
    courierHttp('POST', '/api/courier/positions', {
      token: courier,
      body: { points: [{ ...here, at: new Date().toISOString() }] },
    }),
  )
  await change({ stopsBefore: 0 }, () => act(courier, first.id, 'delivered'))
  // Time alone changes it too: the courier has not been seen for long.
  await change({ position: null }, () =>
    write(`update delivery.courier_position set at = now() - interval '16 minutes'`),
  )
  await change({ status: 'delivered', eta: null }, () => act(courier, last.id, 'delivered'))

  // Who may look no more gets no 304 for what was seen before.
  await receive(anonymised(orderId))
  for (const { status } of await seenBy(token, seen.etag)) expect(status).toBe(404)
})
