import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper

beforeAll(async () => {
  shop = await startTestShop()
  shopper = shopperAt(shop.apiUrl)
})
afterAll(() => shop?.stop())

const stockOf = async (productId: string): Promise<number> => {
  const { rows } = await shop.db.query<{ on_hand: number }>('select on_hand from catalog.stock where product_id = $1', [
    productId,
  ])
  return rows[0]?.on_hand ?? Number.NaN
}

describe('an order', () => {
  test('becomes texts at each step, and its status follows the parcel to the door', async () => {
    const { items } = await shopper.search({ inStock: 'true', limit: '2' })
    const lines = items.map(({ id }, index) => ({ productId: id, quantity: index + 1 }))
    const before = await Promise.all(lines.map(({ productId }) => stockOf(productId)))
    const order = await shopper.order(lines)
    expect(order.status).toBe('placed')

    const status = async () => (await shopper.readOrder(order.orderId, order.trackingToken)).body.status
    await eventually('a courier is assigned', async () => (await status()) === 'scheduled')
    const texts = () => shop.sms.inbox({ to: order.phone }).messages.map(({ body }) => body)
    await eventually('two texts', () => texts().length === 2)
    expect(texts().every((body) => body.includes(order.number))).toBe(true)
    expect(texts().some((body) => /\/t\/[\w-]{44}/.test(body))).toBe(true)

    const tracking = await shopper.tracking(order.trackingToken)
    expect(tracking.body).toMatchObject({ status: 'assigned', courier: { firstName: expect.any(String) } })

    expect(await driveAll(shop, shopper)).toBe(1)
    await eventually('the order is delivered', async () => (await status()) === 'delivered')
    await eventually('five texts', () => texts().length === 5)
    const after = await Promise.all(lines.map(({ productId }) => stockOf(productId)))
    expect(after).toEqual(before.map((count, index) => count - (lines[index]?.quantity ?? 0)))
    const { body } = await shopper.readOrder(order.orderId, order.trackingToken)
    expect(body.history.map((entry) => entry.status)).toEqual([
      'placed',
      'confirmed',
      'scheduled',
      'out_for_delivery',
      'delivered',
    ])
    expect(await auditAtRest(shop, [order])).toEqual([])
  })
})
