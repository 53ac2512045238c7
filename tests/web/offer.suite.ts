import { beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { shopperAt } from '../support/shopper.ts'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { waitForStatus } from './support/shopping.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

/** An order with a courier, as if its window were not the one that was wished. */
const offeredOrder = async () => {
  const { shop } = web
  const shopper = shopperAt(shop.apiUrl)
  const [item] = (await shopper.search({ inStock: 'true', limit: '1' })).items
  const { orderId, trackingToken } = await shopper.order([{ productId: item!.id, quantity: 1 }])
  const { rows } = await eventually('the order has a courier', async () => {
    const found = await shop.db.query<{ id: string; slotId: string }>(
      `select id, slot_id as "slotId" from delivery.delivery where order_id = $1 and status = 'assigned'`,
      [orderId],
    )
    return found.rows.length > 0 && found
  })
  await shop.db.query('insert into delivery.slot_offer (delivery_id) values ($1)', [rows[0]!.id])
  return { orderId, token: trackingToken, slotId: rows[0]!.slotId }
}

const openLink = async (token: string) => {
  const { page, faults } = await visit(web)
  await page.goto(`${web.url}/t/${token}`)
  await page.getByTestId('slot-offer').waitFor()
  return { page, faults }
}

const slotOf = async (orderId: string) =>
  (await web.shop.db.query('select slot_id as id from delivery.delivery where order_id = $1', [orderId])).rows[0].id

describe('whoever opens the link of an offered window', () => {
  test('takes it, and is asked no more', async () => {
    const { orderId, token, slotId } = await offeredOrder()
    const { page, faults } = await openLink(token)
    await page.getByTestId('offer-accept').click()
    await page.getByTestId('slot-offer').waitFor({ state: 'detached' })
    await waitForStatus(page, 'tracking-status', 'assigned')
    expect(await slotOf(orderId)).toBe(slotId)
    expect(faults).toEqual([])
  })

  test('chooses another one', async () => {
    const { orderId, token, slotId } = await offeredOrder()
    const { page, faults } = await openLink(token)
    await page.getByTestId('offer-others').click()
    const other = page.locator(`[data-testid=slot]:not([value="${slotId}"])`).last()
    const chosen = await other.getAttribute('value')
    await other.check()
    await page.getByTestId('offer-choose').click()
    await page.getByTestId('slot-offer').waitFor({ state: 'detached' })
    expect(await slotOf(orderId)).toBe(chosen)
    expect(faults).toEqual([])
  })

  test('wants none, and the order is cancelled', async () => {
    const { orderId, token } = await offeredOrder()
    const { page, faults } = await openLink(token)
    await page.getByTestId('offer-decline').click()
    await page.getByTestId('offer-decline-confirm').click()
    await waitForStatus(page, 'tracking-status', 'cancelled')
    await eventually('orders has cancelled it', async () => {
      const { rows } = await web.shop.db.query('select status, cancel_reason from orders.orders where id = $1', [
        orderId,
      ])
      return rows[0].status === 'cancelled' && rows[0].cancel_reason === 'shopper'
    })
    expect(faults).toEqual([])
  })
})
