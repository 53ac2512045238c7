import { signAccessToken } from '@korob/platform/tokens'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { shopperAt } from '../support/shopper.ts'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { pictures } from './support/pictures.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

const phone = { width: 360, height: 720 }
const loadedPhoto = `(() => {
  const photo = document.querySelector('[data-testid=delivery-proof] img')
  return photo !== null && photo.complete && photo.naturalWidth > 0
})()`

const courierOf = (orderId: string): Promise<string> =>
  eventually('a courier', async () => {
    const { rows } = await web.shop.db.query<{ id: string }>(
      `select courier_id as id from delivery.delivery
         join delivery.stop on delivery_id = delivery.id join delivery.route on route.id = route_id
        where order_id = $1`,
      [orderId],
    )
    return rows[0]?.id
  })

test('a courier is seen on the way, and proves by a photo that the parcel is at the door, which an operator sees', async () => {
  const { shop } = web
  const shopper = shopperAt(shop.apiUrl)
  const found = await shopper.search({ inStock: 'true', limit: '1' })
  const order = await shopper.order([{ productId: found.items[0]?.id ?? '', quantity: 1 }])
  const courierId = await courierOf(order.orderId)
  const token = await shop.courierToken(courierId)
  const { page: courier, faults } = await visit(web, `/courier#token=${token}`, {
    viewport: phone,
    geolocation: { latitude: 57.37, longitude: 41.1 },
    permissions: ['geolocation'],
  })
  const stop = courier.locator(`[data-testid=stop][data-order="${order.number}"]`)
  await stop.waitFor()
  // Planned anew meanwhile, of the same stops: refused, the page reads the trip again and sets off with it.
  await shop.db.query(
    `update delivery.route set plan_version = plan_version + 1 where courier_id = $1 and status = 'planned'`,
    [courierId],
  )
  await courier.getByTestId('courier-depart').click()
  await courier.locator('[data-testid=courier-route][data-status=departed]').waitFor()
  await courier.context().setGeolocation({ latitude: 57.362, longitude: 41.121 })
  const { page: tracking, faults: trackingFaults } = await visit(web, `/t/${order.trackingToken}`, { viewport: phone })
  await tracking.getByTestId('map-courier').waitFor()
  const { rows: seen } = await shop.db.query('select lat, lon from delivery.courier_position where courier_id = $1', [
    courierId,
  ])
  expect(seen).toContainEqual({ lat: 57.362, lon: 41.121 })

  await stop.getByTestId('proof-photo').check()
  const photo = await tracking.screenshot()
  await stop.getByTestId('photo').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: photo })
  await stop.getByTestId('delivered').click()
  await courier.locator(`[data-testid=stop][data-order="${order.number}"][data-status=delivered]`).waitFor()
  await courier.getByTestId('unsent').waitFor({ state: 'detached' })
  expect(await courier.getByTestId('refused-deed').count()).toBe(0)

  const operator = await signAccessToken({ role: 'operator', id: 'operator-1' })
  await eventually('the order is delivered', async () => {
    const { body } = await shopper.readOrder(order.orderId, order.trackingToken)
    return body.status === 'delivered'
  })
  const { page: office, faults: officeFaults } = await visit(web, `/operator/${order.orderId}#token=${operator}`)
  await office.locator('[data-testid=proof-kind][data-kind=photo]').waitFor()
  await office.waitForFunction(loadedPhoto)
  await pictures(office, 'proof')
  expect([...faults, ...trackingFaults, ...officeFaults]).toEqual([])
})

test('a courier begins the day by a button, says why a parcel could not be handed over, and ends the day', async () => {
  const { shop } = web
  const shopper = shopperAt(shop.apiUrl)
  const found = await shopper.search({ inStock: 'true', limit: '1' })
  const order = await shopper.order([{ productId: found.items[0]?.id ?? '', quantity: 1 }])
  const courierId = await courierOf(order.orderId)
  const { page, faults } = await visit(web, `/courier#token=${await shop.courierToken(courierId)}`, { viewport: phone })
  const duty = (status: 'on' | 'off') => page.locator(`[data-testid=duty][data-status=${status}]`)
  await duty('off').click()
  await duty('on').waitFor()
  const stop = page.locator(`[data-testid=stop][data-order="${order.number}"]`)
  await page.getByTestId('courier-depart').click()
  await page.locator('[data-testid=courier-route][data-status=departed]').waitFor()
  await page.getByTestId('unsent').waitFor({ state: 'detached' })
  await stop.getByTestId('fail-open').click()
  await stop.getByTestId('fail-reason').selectOption('refused')
  await stop.locator('.fail-stop input').fill('Передумали')
  await stop.getByTestId('failed').click()
  await page.locator(`[data-testid=stop][data-order="${order.number}"][data-status=failed]`).waitFor()
  await page.getByTestId('unsent').waitFor({ state: 'detached' })
  await duty('on').click()
  await duty('off').waitFor()
  await page.getByTestId('unsent').waitFor({ state: 'detached' })
  const { rows } = await shop.db.query(
    `select failure_reason as reason, tracking_entry.comment, started_at < ended_at as "hasWorked"
       from delivery.delivery join delivery.tracking_entry on delivery_id = delivery.id
       join delivery.duty on courier_id = $2
      where order_id = $1 and tracking_entry.status = 'failed'`,
    [order.orderId, courierId],
  )
  expect(rows).toEqual([{ reason: 'refused', comment: 'Передумали', hasWorked: true }])
  expect(faults).toEqual([])
})
