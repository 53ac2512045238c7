import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoFleet } from '../../functions/delivery/demo/fleet.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { bring } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { newPhone, type Shopper, shopperAt } from '../support/shopper.ts'
import { signInWith } from '../support/sign-in.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper
let items: { productId: string; quantity: number }[]

beforeAll(async () => {
  shop = await startTestShop()
  shopper = shopperAt(shop.apiUrl)
  const found = await shopper.search({ inStock: 'true', limit: '1' })
  items = [{ productId: found.items[0]?.id ?? '', quantity: 1 }]
})
afterAll(() => shop?.stop())

const bearer = ({ accessToken }: { accessToken: string }) => ({ authorization: `Bearer ${accessToken}` })

test('an account finds what it ordered as a guest, is deleted when that is delivered, and forgotten by everybody', async () => {
  const phone = newPhone()
  const order = await shopper.order(items, { contact: { name: 'Розалинда', phone } })
  const person = await signInWith(shop, shopper, phone)
  const own = await shopper.send<{ orders: { orderId: string }[] }>('GET', '/api/orders', { headers: bearer(person) })
  expect(own.body.orders.map(({ orderId }) => orderId)).toEqual([order.orderId])
  const remove = () => shopper.send<{ code?: string }>('DELETE', '/api/profile', { headers: bearer(person) })
  expect((await remove()).body.code).toBe('open_orders')

  const status = async () => (await shopper.readOrder(order.orderId, order.trackingToken)).body.status
  await eventually('a courier is assigned', async () => (await status()) === 'scheduled')
  const tokens = await Promise.all(demoFleet(4).map(({ id }) => shop.courierToken(id)))
  expect(await bring(shopper, tokens, order.number)).toBe(1)
  await eventually('it is delivered', async () => (await status()) === 'delivered')
  await eventually('five texts, and a code', () => shop.sms.inbox({ to: phone }).messages.length === 6)

  expect((await remove()).status).toBe(204)
  const traces = async () => {
    const { rows } = await shop.db.query<{ place: string }>(
      `select 'accounts' as place from backend.accounts where phone = $1
       union all select 'codes' from backend.sign_ins where phone = $1
       union all select 'backend outbox' from backend.outbox where envelope::text like '%' || $1 || '%'
       union all select 'orders' from orders.orders where contact::text like '%' || $1 || '%' or contact::text like '%Розалинда%'
       union all select 'delivery' from delivery.delivery where recipient_phone = $1 or recipient_name = 'Розалинда'
       union all select 'texts' from notifications.messages where recipient = $1 or body like '%' || $2 || '%'`,
      [phone, order.number],
    )
    return rows.map(({ place }) => place)
  }
  await eventually('everybody has forgotten', async () => (await traces()).length === 0)
  expect((await shopper.readOrder(order.orderId, order.trackingToken)).status).toBe(404)
  expect((await shopper.tracking(order.trackingToken)).status).toBe(404)
  const refreshed = await shopper.send('POST', '/api/session/refresh', { body: {}, headers: { cookie: person.cookie } })
  expect(refreshed.status).toBe(401)
  // To the auditor, too, it is nobody's by now.
  expect(await auditAtRest(shop, [{ ...order, phone: '+70000000000' }])).toEqual([])
})

test('who wants no texts about orders gets none but codes, from the answer on; without notifications nothing is promised', async () => {
  const phone = newPhone()
  const person = await signInWith(shop, shopper, phone)
  const wish = (orders: boolean) =>
    shopper.send<{ orders?: boolean; code?: string }>('PUT', '/api/profile/messages', {
      body: { orders },
      headers: bearer(person),
    })
  await shop.runner.faults.disable('notificationsoperations')
  const refused = await wish(false)
  expect({ status: refused.status, code: refused.body.code }).toEqual({ status: 503, code: 'unavailable' })
  expect(refused.headers.get('retry-after')).toBe('2')
  await shop.runner.faults.enable('notificationsoperations')
  expect((await wish(false)).body).toMatchObject({ phone, orders: false, stoppedBy: 'profile' })
  const order = await shopper.order(items, { contact: { name: 'Анна', phone } })
  const fates = async () => {
    const { rows } = await shop.db.query<{ reason: string }>(
      'select reason from notifications.messages where order_id = $1',
      [order.orderId],
    )
    return rows.map(({ reason }) => reason)
  }
  await eventually('the order is confirmed', async () => (await fates()).length > 0)
  expect(new Set(await fates())).toEqual(new Set(['opted_out']))
  await signInWith(shop, shopper, phone)
  expect(shop.sms.inbox({ to: phone }).messages).toHaveLength(2)
  const data = await shopper.send<{ messages: object }>('GET', '/api/profile/export', { headers: bearer(person) })
  expect(data.body.messages).toMatchObject({ phone, orders: false })
})

test('an operator voids the links of an order; its number and phone give another', async () => {
  const order = await shopper.order(items)
  const operator = await signInWith(shop, shopper, '+79990000000', 'operator')
  await eventually(
    'delivery knows it',
    async () => (await shopper.tracking(order.trackingToken)).body.status !== 'preparing',
  )
  const path = `/api/operator/orders/${order.orderId}/links`
  expect((await shopper.send('DELETE', path, { headers: bearer(operator) })).status).toBe(200)
  expect((await shopper.readOrder(order.orderId, order.trackingToken)).status).toBe(404)
  await eventually('delivery has heard of it', async () => (await shopper.tracking(order.trackingToken)).status === 404)
  // In the same second as the revocation, or a later one: delivery may not have heard of it before.
  const { body: link } = await shopper.send<{ trackingToken: string }>('POST', '/api/order-links', {
    body: { number: order.number, phone: order.phone },
  })
  expect((await shopper.readOrder(order.orderId, link.trackingToken)).status).toBe(200)
  expect((await shopper.tracking(link.trackingToken)).status).toBe(200)
})

test('codes leave by the outbox, also where their function died before its relay was told', async () => {
  const phone = newPhone()
  await shop.runner.faults.disable('backendrelay')
  const asked = await shopper.send<{ signInId: string }>('POST', '/api/sign-ins', { body: { phone } })
  expect(asked.status).toBe(202)
  await shop.runner.faults.enable('backendrelay')
  expect(shop.sms.inbox({ to: phone }).messages).toEqual([])
  await eventually('the text', async () => {
    // A function that is busy now runs at the next turn, as by its schedule.
    await shop.tick().catch(() => undefined)
    return shop.sms.inbox({ to: phone }).messages.length === 1
  })
  const { rows } = await shop.db.query<{ data: Record<string, unknown> }>(
    `select envelope -> 'data' as data from backend.outbox where subject = $1`,
    [asked.body.signInId],
  )
  expect(Object.keys(rows[0]?.data ?? {}).sort()).toEqual(['expiresAt', 'language', 'signInId'])
})
