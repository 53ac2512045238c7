import { signAccessToken } from '@korob/platform/tokens'
import { beforeAll, describe, expect, test } from 'vitest'
import { courierId } from '../../functions/delivery/demo/fleet.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { shopperAt } from '../support/shopper.ts'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { addToCartFromProduct, fillCheckout, textOf, waitForStatus } from './support/shopping.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

/** Whether the worker keeps the page and its code: run in the page. */
const keptFiles = async (): Promise<boolean> => {
  const kept = await (await caches.open('korob-page-1')).keys()
  const paths = kept.map(({ url }) => new URL(url).pathname)
  return ['/', '/config.json', '/map/zarechye.geo.json'].every((path) => paths.includes(path))
}

describe('through the page', () => {
  test('a shopper orders, follows the link of the text, and a courier brings it', async () => {
    const { shop, browser } = web
    const { page, faults } = await visit(web)
    expect((await addToCartFromProduct(page, 'чайник')).toLowerCase()).toContain('чайник')
    const phone = await fillCheckout(page)
    const total = await page.getByTestId('total').getAttribute('data-minor')
    await page.getByTestId('place-order').click()
    const number = await textOf(page, 'order-number')
    await waitForStatus(page, 'order-status', 'scheduled')

    const texts = () => shop.sms.inbox({ to: phone }).messages.map(({ body }) => body)
    const link = await eventually('the link of the text', () => /https?:\S+\/t\/[\w-]{44}/.exec(texts().join(' '))?.[0])
    const phoneContext = await browser.newContext({ viewport: { width: 360, height: 720 } })
    const tracking = await phoneContext.newPage()
    await tracking.goto(link)
    await waitForStatus(tracking, 'tracking-status', 'assigned')

    const { rows } = await shop.db.query<{ courier_id: string; first_name: string }>(
      `select route.courier_id, courier.first_name from delivery.route
         join delivery.stop on stop.route_id = route.id join delivery.courier on courier.id = route.courier_id limit 1`,
    )
    await tracking
      .getByText(rows[0]?.first_name ?? '')
      .first()
      .waitFor()
    const token = await shop.courierToken(rows[0]?.courier_id ?? courierId(1))
    const { page: courier, faults: courierFaults } = await visit(web, `/courier#token=${token}`, {
      viewport: { width: 360, height: 720 },
    })
    const stop = courier.locator(`[data-testid=stop][data-order="${number}"]`)
    await stop.getByTestId('handed-over').click()
    await waitForStatus(tracking, 'tracking-status', 'handed_over')
    expect(courier.url()).not.toContain('token')
    await courier.getByTestId('courier-depart').click()
    await waitForStatus(tracking, 'tracking-status', 'departed')
    await waitForStatus(page, 'order-status', 'out_for_delivery')
    await tracking.getByTestId('map-door').waitFor()
    const code = await textOf(tracking, 'handover-code')

    // In a cellar: the page is opened anew there, and nothing that is done gets lost.
    await eventually('the page is kept', () => courier.evaluate(keptFiles))
    await courier.context().setOffline(true)
    await stop.getByTestId('code').fill(code)
    await stop.getByTestId('delivered').click()
    await courier.getByTestId('unsent').waitFor()
    await courier.reload()
    await courier.locator(`[data-testid=stop][data-order="${number}"][data-status=delivered]`).waitFor()
    await courier.getByTestId('unsent').waitFor()
    await waitForStatus(tracking, 'tracking-status', 'departed')
    await courier.context().setOffline(false)
    await waitForStatus(tracking, 'tracking-status', 'delivered')
    await courier.getByTestId('unsent').waitFor({ state: 'detached' })
    await waitForStatus(page, 'order-status', 'delivered')

    await eventually('five texts', () => texts().length === 5)
    const { rows: orders } = await shop.db.query<{ id: string; items: { productId: string; quantity: number }[] }>(
      `select orders.id, json_agg(json_build_object('productId', product_id, 'quantity', quantity)) as items
         from orders.orders join orders.order_lines on order_id = orders.id
        where contact ->> 'phone' = $1 group by orders.id`,
      [phone],
    )
    expect(orders).toHaveLength(1)
    const placed = orders.map(({ id, items }) => ({ orderId: id, items, number, phone, totalMinor: Number(total) }))
    expect(await auditAtRest(shop, placed)).toEqual([])
    expect([...faults, ...courierFaults]).toEqual([])
  })

  test('an address of a category from before it was renamed leads to where it is now', async () => {
    const { send } = shopperAt(web.shop.apiUrl)
    const headers = { authorization: `Bearer ${await signAccessToken({ role: 'operator', id: 'operator-1' })}` }
    const made = await send<{ id: string; path: string }>('POST', '/api/operator/categories', {
      body: { slug: 'old-shelf', name: { ru: 'Полка', en: 'Shelf' } },
      headers,
    })
    const renamed = await send('PATCH', `/api/operator/categories/${made.body.id}`, {
      body: { slug: 'new-shelf' },
      headers: { ...headers, 'if-match': '"1"' },
    })
    expect([made.status, renamed.status]).toEqual([201, 200])
    const { page, faults } = await visit(web, '/?category=old-shelf&sort=name')
    await page.waitForURL((url) => url.search === '?category=new-shelf&sort=name')
    expect(faults).toEqual([])
  })
})
