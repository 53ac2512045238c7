import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoFleet } from '../../functions/delivery/demo/fleet.ts'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { ordersEndToEnd } from '../e2e/end-to-end.ts'
import { textsTo } from '../e2e/target.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { orderToDoor } from '../support/order-to-door.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { stockOf } from '../support/stock.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

// One courier, so that every order is on the way of every other.
const fleetSize = 1
let shop: TestShop
let shopper: Shopper

beforeAll(async () => {
  shop = await startTestShop({ fleetSize })
  shopper = shopperAt(shop.apiUrl)
})
afterAll(() => shop?.stop())

const placed: AcknowledgedOrder[] = []

describe('an order', () => {
  test('becomes texts at each step, and its status follows the parcel to the door', async () => {
    const { items } = await shopper.search({ inStock: 'true', limit: '2' })
    const lines = items.map(({ id }, index) => ({ productId: id, quantity: index + 1 }))
    const stock = () => Promise.all(lines.map(({ productId }) => stockOf(shop, productId)))
    const before = await stock()
    const texts = (phone: string) => textsTo(shop.sms, phone)
    const order = await orderToDoor({ shopper, texts, deliver: () => driveAll(shop, shopper, fleetSize) }, lines)
    placed.push(order)
    expect(await stock()).toEqual(before.map((count, index) => count - (lines[index]?.quantity ?? 0)))
    expect(await auditAtRest(shop, placed)).toEqual([])
  })
})

describe('the end-to-end tests pass again and again on a shop in use', () => {
  const courierTokens = () => Promise.all(demoFleet(fleetSize).map(({ id }) => shop.courierToken(id)))
  const target = () => ({ url: shop.apiUrl, apiUrl: shop.apiUrl, sms: shop.sms, courierTokens })

  // Whose courier has set off, and brings it only when the tests have the road free.
  beforeAll(async () => {
    const [item] = (await shopper.search({ inStock: 'true', limit: '1' })).items
    const order = await shopper.order([{ productId: item?.id ?? '', quantity: 1 }])
    placed.push(order)
    const [token] = await courierTokens()
    const headers = { authorization: `Bearer ${token}` }
    const trip = await eventually("a stranger's order is on a trip", async () => {
      const answer = await shopper.send<{ route: { id: string } | null }>('GET', '/api/courier/route', { headers })
      return answer.body.route ?? undefined
    })
    expect((await shopper.send('POST', `/api/courier/routes/${trip.id}/departed`, { headers })).status).toBe(200)
  })

  describe.each(['once', 'and once more'])('%s', () => {
    const orders = ordersEndToEnd(target)
    afterAll(() => {
      placed.push(...orders)
    })
  })

  test('and nothing is lost, doubled, or left on the road', async () => {
    expect(placed).toHaveLength(6)
    expect(await auditAtRest(shop, placed)).toEqual([])
    const { rows } = await shop.db.query(`select status from delivery.delivery where status <> 'delivered'`)
    expect(rows).toEqual([])
  })
})
