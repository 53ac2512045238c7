import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { orderToDoor } from '../support/order-to-door.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { stockOf } from '../support/stock.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper

beforeAll(async () => {
  shop = await startTestShop()
  shopper = shopperAt(shop.apiUrl)
})
afterAll(() => shop?.stop())

describe('an order', () => {
  test('becomes texts at each step, and its status follows the parcel to the door', async () => {
    const { items } = await shopper.search({ inStock: 'true', limit: '2' })
    const lines = items.map(({ id }, index) => ({ productId: id, quantity: index + 1 }))
    const stock = () => Promise.all(lines.map(({ productId }) => stockOf(shop, productId)))
    const before = await stock()
    const texts = async (phone: string) => shop.sms.inbox({ to: phone }).messages.map(({ body }) => body)
    const order = await orderToDoor({ shopper, texts, deliver: () => driveAll(shop, shopper) }, lines)
    expect(await stock()).toEqual(before.map((count, index) => count - (lines[index]?.quantity ?? 0)))
    expect(await auditAtRest(shop, [order])).toEqual([])
  })
})
