import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { auditAtRest } from '../support/at-rest.ts'
import {
  type Answer,
  type ApiError,
  type Item,
  newKey,
  type PlacedOrder,
  type Shopper,
  type Slot,
  shopperAt,
} from '../support/shopper.ts'
import { countStock, stockOf } from '../support/stock.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

type CheckoutResult = Answer<
  PlacedOrder & ApiError & { items?: { productId: string; requested: number; available: number }[] }
>

// Ten places a courier and slot: enough that nobody is refused for want of a slot.
const fleetSize = 40

let shop: TestShop
let shopper: Shopper
let slots: Slot[]
let products: string[]
const orders: AcknowledgedOrder[] = []

beforeAll(async () => {
  shop = await startTestShop({ fleetSize })
  shopper = shopperAt(shop.apiUrl)
  slots = await shopper.slots()
  products = (await shopper.search({ inStock: 'true', limit: '50' })).items.map(({ id }) => id)
})
afterAll(() => shop?.stop())

const product = (index: number): string => products[index] ?? ''

const isFinal = ({ status, body }: CheckoutResult): boolean =>
  status !== 503 && status !== 504 && body.code !== 'in_progress'

/** Asks again under the same key while the shop is busy, when it says, as a shopper's page does. */
const checkoutPatiently = async (body: unknown): Promise<CheckoutResult> => {
  const key = newKey()
  const giveUpAt = Date.now() + 240_000
  for (;;) {
    const answer: CheckoutResult = await shopper.checkout(body, key)
    if (isFinal(answer) || Date.now() > giveUpAt) return answer
    await pause(Number(answer.headers.get('retry-after') ?? 1) * 1000)
  }
}

/** Carts that are bought at the same moment, spread over the slots. */
const buyAtOnce = async (carts: readonly Item[][], changes: { cartId?: string } = {}): Promise<CheckoutResult[]> => {
  const totals = new Map<string, number>()
  for (const items of carts) {
    const cart = JSON.stringify(items)
    if (!totals.has(cart)) totals.set(cart, await shopper.quoteTotal(items))
  }
  const bodies = await Promise.all(
    carts.map((items, index) =>
      shopper.checkoutBody(items, {
        slotId: slots[index % slots.length]?.id,
        expectedTotalMinor: totals.get(JSON.stringify(items)),
        ...changes,
      }),
    ),
  )
  const answers = await Promise.all(bodies.map(checkoutPatiently))
  answers.forEach((answer, index) => {
    const body = bodies[index]
    if (answer.status === 201 && body)
      orders.push({ ...answer.body, phone: body.contact.phone, items: [...body.items] })
  })
  return answers
}

const tally = (answers: readonly CheckoutResult[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const outcome = status === 201 ? '201' : `${status} ${body.code}`
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

const deadlocks = async (): Promise<number> => {
  const { rows } = await shop.db.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return Number(rows[0]?.deadlocks)
}

describe('many buyers at once', () => {
  test('of 200 who want the last 10 items exactly 10 get one, the others are told which product is gone', async () => {
    const wanted = product(0)
    await countStock(shop, wanted, 10)
    const answers = await buyAtOnce(Array.from({ length: 200 }, () => [{ productId: wanted, quantity: 1 }]))
    expect(tally(answers)).toEqual({ '201': 10, '409 out_of_stock': 190 })
    for (const { status, body } of answers)
      if (status === 409) expect(body.items).toEqual([{ productId: wanted, requested: 1, available: 0 }])
    expect(await auditAtRest(shop, orders)).toEqual([])
    expect(await stockOf(shop, wanted)).toBe(0)
  })

  test('one cart, sent under many keys at once, is ordered once, and again only by who comes after that', async () => {
    const wanted = product(5)
    await countStock(shop, wanted, 2)
    const sent = Array.from({ length: 12 }, () => [{ productId: wanted, quantity: 1 }])
    const answers = await buyAtOnce(sent, { cartId: randomUUID() })
    const { 201: placed = 0, ...refused } = tally(answers)
    expect([1, 2]).toContain(placed)
    expect(Object.keys(refused).every((one) => ['409 already_ordered', '409 out_of_stock'].includes(one))).toBe(true)
    expect(await auditAtRest(shop, orders)).toEqual([])
    expect(await stockOf(shop, wanted)).toBe(2 - placed)
  })

  test('who put the same two products into their carts in either order never block each other', async () => {
    const [first, second] = [product(1), product(2)]
    await countStock(shop, first, 25)
    await countStock(shop, second, 20)
    const there = [first, second].map((productId) => ({ productId, quantity: 1 }))
    const back = [...there].reverse()
    const answers = await buyAtOnce(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? there : back)))
    expect(tally(answers)).toEqual({ '201': 20, '409 out_of_stock': 40 })
    expect(await auditAtRest(shop, orders)).toEqual([])
    expect([await stockOf(shop, first), await stockOf(shop, second)]).toEqual([5, 0])
    expect(await deadlocks()).toBe(0)
  })
})

describe('a cart with the same product in several lines', () => {
  test('takes their sum from stock', async () => {
    const wanted = product(3)
    await countStock(shop, wanted, 5)
    const [answer] = await buyAtOnce([[2, 3].map((quantity) => ({ productId: wanted, quantity }))])
    expect(answer?.status).toBe(201)
    expect(await auditAtRest(shop, orders)).toEqual([])
    expect(await stockOf(shop, wanted)).toBe(0)
  })

  test('is refused when their sum is more than there is, though each line alone could be had', async () => {
    const wanted = product(4)
    await countStock(shop, wanted, 5)
    const [answer] = await buyAtOnce([[3, 3].map((quantity) => ({ productId: wanted, quantity }))])
    expect(answer?.body).toMatchObject({
      status: 409,
      code: 'out_of_stock',
      items: [{ productId: wanted, requested: 6, available: 5 }],
    })
    expect(await auditAtRest(shop, orders)).toEqual([])
    expect(await stockOf(shop, wanted)).toBe(5)
  })
})
