import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { faultOnce, faultsInTurn } from '../support/fault-once.ts'
import { acknowledged, oneShop } from '../support/one-shop.ts'
import { restock } from '../support/restock.ts'
import { type Item, newKey, type Shopper, shopperAt } from '../support/shopper.ts'
import type { TestShop } from '../support/test-shop.ts'

let shop: TestShop
let shopper: Shopper
let items: Item[]

beforeAll(async () => {
  shop = await oneShop()
  shopper = shopperAt(shop.apiUrl)
  const page = await shopper.search({ inStock: 'true', limit: '50' })
  items = page.items
    .filter(({ availability }) => availability === 'enough')
    .slice(0, 2)
    .map(({ id }) => ({ productId: id, quantity: 1 }))
  for (const { productId } of items) await restock(shop, productId)
})
afterEach(() => shop?.runner.faults.onInvoke(undefined))

/** As if the time of the crashed try's lease had passed. */
const endLeases = () =>
  shop.db.query(
    `update backend.idempotency_keys set locked_until = now() - interval '1 s' where locked_until is not null`,
  )

/** Writing the next order takes so long, and is committed all the same. Answers how to end it. */
const dawdleOnce = async (seconds: number) => {
  await shop.db.query(`
    create sequence orders.dawdles;
    grant usage on sequence orders.dawdles to orders;
    create function orders.dawdle() returns trigger language plpgsql as $$
      begin if nextval('orders.dawdles') = 1 then perform pg_sleep(${seconds}); end if; return null; end $$;
    create trigger dawdle after insert on orders.orders for each row execute function orders.dawdle()`)
  return () => shop.db.query('drop function orders.dawdle cascade; drop sequence orders.dawdles')
}

const checkoutWithCrash = async (): Promise<void> => {
  const body = await shopper.checkoutBody(items)
  const key = newKey()
  const first = await shopper.checkout(body, key)
  expect([201, 409, 500, 502, 503, 504]).toContain(first.status)
  const answer = await eventually('the same key is answered', async () => {
    await endLeases()
    const again = await shopper.checkout(body, key)
    return again.status === 201 ? again : undefined
  })
  acknowledged.push({ ...answer.body, phone: body.contact.phone, items })
  const replayed = await shopper.checkoutUntilAnswered(body, key)
  expect(replayed.status).toBe(201)
  expect(replayed.body).toEqual(answer.body)
}

describe('a checkout is done once, whatever crashes', () => {
  test.each([
    ['before it reserves', 'kill-caller-before', { caller: 'backendshop', target: 'catalogstock' }],
    ['when stock is reserved', 'kill-caller-after', { caller: 'backendshop', target: 'catalogstock' }],
    ['when the slot is held', 'kill-caller-after', { caller: 'backendshop', target: 'deliveryoperations' }],
    ['before the order is created', 'kill-caller-before', { caller: 'backendshop', target: 'ordersoperations' }],
    [
      'when the order is created and the answer is not stored',
      'kill-caller-after',
      { caller: 'backendshop', target: 'ordersoperations' },
    ],
  ] as const)('the backend dies %s', async (_when, fault, which) => {
    const crash = faultOnce(shop, fault, which)
    await checkoutWithCrash()
    expect(crash.happened()).toBe(true)
  })

  // The next try abandons the first one's order, gives its goods and its place back, and takes a new id; then it begins anew.
  test.each([
    ['before it abandons the first order', 'kill-caller-before', { target: 'ordersoperations' }],
    ['when that is abandoned', 'kill-caller-after', { target: 'ordersoperations' }],
    ['before the goods are given back', 'kill-caller-before', { target: 'catalogstock' }],
    ['when the goods are given back', 'kill-caller-after', { target: 'catalogstock' }],
    ['before the place is given back', 'kill-caller-before', { target: 'deliveryoperations' }],
    ['when the place is given back', 'kill-caller-after', { target: 'deliveryoperations' }],
    ['when it has a new id, before it reserves', 'kill-caller-before', { target: 'catalogstock', nth: 2 }],
    ['when it has reserved under the new id', 'kill-caller-after', { target: 'catalogstock', nth: 2 }],
  ] as const)('the backend dies, and again while the next try settles the first: %s', async (_when, fault, second) => {
    const crashes = faultsInTurn(shop, [
      { fault: 'kill-caller-before', which: { caller: 'backendshop', target: 'ordersoperations' } },
      { fault, which: { caller: 'backendshop', ...second } },
    ])
    await checkoutWithCrash()
    expect(crashes.happened()).toBe(true)
  })

  test.each([
    ['the catalogue', 'catalogstock'],
    ['delivery', 'deliveryoperations'],
    ['orders', 'ordersoperations'],
  ])('%s fails once and is asked again', async (_who, target) => {
    const crash = faultOnce(shop, 'fail', { caller: 'backendshop', target })
    await checkoutWithCrash()
    expect(crash.happened()).toBe(true)
  })

  test.each([
    ['the catalogue has reserved', 'catalogstock'],
    ['delivery holds the place', 'deliveryoperations'],
    ['orders has committed', 'ordersoperations'],
  ])('the answer is lost after %s, and the backend lives on', async (_what, target) => {
    const crash = faultOnce(shop, 'lose-answer', { caller: 'backendshop', target })
    await checkoutWithCrash()
    expect(crash.happened()).toBe(true)
  })

  // A call may take 6 s, a function of operations 10 s, and a try of a checkout 12 s.
  test.each([
    ['call: its repeat finds the order', 7, [201, 503]],
    ['try, and orders itself is ended meanwhile: the next try finds the order', 14, [503]],
  ])('orders.create commits later than its caller waits for a %s', async (_what, seconds, statuses) => {
    const givenUp = () =>
      shop.log.filter(
        ({ function: name, text }) =>
          name?.includes('backendshop') && /call without an answer.*"create".*no answer within/.test(text),
      ).length
    const before = givenUp()
    const body = await shopper.checkoutBody(items)
    const key = newKey()
    const upToSpeed = await dawdleOnce(seconds)
    const first = await shopper.checkout(body, key)
    expect(statuses).toContain(first.status)
    expect(givenUp()).toBeGreaterThan(before)
    const answer = await shopper.checkoutUntilAnswered(body, key)
    expect(answer.status).toBe(201)
    if (first.status === 201) expect(answer.body).toEqual(first.body)
    acknowledged.push({ ...answer.body, phone: body.contact.phone, items })
    await upToSpeed()
  })

  test('ten posts with one key at the same time are one order', async () => {
    const body = await shopper.checkoutBody(items)
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 10 }, () => shopper.checkout(body, key)))
    for (const { status, headers } of answers) {
      // 503: a slow machine ran out of the time for a try, which decides nothing.
      expect([201, 409, 503]).toContain(status)
      if (status !== 201) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    const final = await shopper.checkoutUntilAnswered(body, key)
    expect(final.status).toBe(201)
    acknowledged.push({ ...final.body, phone: body.contact.phone, items })
    for (const { status, body: other } of answers) if (status === 201) expect(other).toEqual(final.body)
  })

  test('one key with another body is refused, and changes nothing', async () => {
    const body = await shopper.checkoutBody(items)
    const key = newKey()
    const first = await shopper.checkoutUntilAnswered(body, key)
    expect(first.status).toBe(201)
    acknowledged.push({ ...first.body, phone: body.contact.phone, items })
    const other = await shopper.checkout({ ...body, comment: 'another' }, key)
    expect(other.status).toBe(422)
    expect(other.body.code).toBe('key_reused')
  })

  test('delivery can not be reached: the order is taken with its slot requested, and scheduled once delivery is back', async () => {
    // As in a shop where nobody has asked yet: all that is known is what delivery said of the city before it went.
    await shop.db.query('delete from backend.known_fees')
    // An environment that has just written them would not do so again for a minute.
    await shop.runner.faults.killEnvironments('resume-checkouts')
    await eventually('the fee is known', async () => {
      await shop.tick()
      return (await shop.db.query('select from backend.known_fees')).rowCount
    })
    const [slot] = await shopper.slots()
    await shop.runner.faults.disable('deliveryoperations')
    const order = async () => {
      const body = await shopper.checkoutBody(items, { slotId: slot?.id })
      return { body, answer: await shopper.checkoutUntilAnswered(body) }
    }
    const { body, answer } = await order().finally(() => shop.runner.faults.enable('deliveryoperations'))
    expect(answer.status).toBe(201)
    expect(answer.body.slot.state).toBe('requested')
    acknowledged.push({ ...answer.body, phone: body.contact.phone, items })
    await eventually('it is scheduled', async () => {
      const { body: order } = await shopper.readOrder(answer.body.orderId, answer.body.trackingToken)
      return order.status === 'scheduled'
    })
  })

  test('another total than the shopper saw is refused with the new one', async () => {
    const total = await shopper.quoteTotal(items)
    const answer = await shopper.checkout(await shopper.checkoutBody(items, { expectedTotalMinor: total - 100 }))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'price_changed', totalMinor: total })
  })

  test('more than any vehicle carries is refused, and nothing is held', async () => {
    const { rows } = await shop.db.query<{ id: string }>(
      'select id from catalog.product where published order by weight_grams desc limit 2',
    )
    const heavy = rows.map(({ id }) => ({ productId: id, quantity: 99 }))
    for (const { productId } of heavy) await restock(shop, productId)
    const answer = await shopper.checkoutUntilAnswered(await shopper.checkoutBody(heavy))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'slot_taken', reason: 'too_heavy' })
  })

  test('a crash that nobody asks about again is finished by the completer: one order or none, and nothing stays held', async () => {
    const crash = faultOnce(shop, 'kill-caller-after', { caller: 'backendshop', target: 'ordersoperations' })
    const body = await shopper.checkoutBody(items)
    const key = newKey()
    await shopper.checkout(body, key)
    expect(crash.happened()).toBe(true)
    await eventually('the key is settled', async () => {
      await endLeases()
      await shop.tick()
      const { rows } = await shop.db.query(
        'select from backend.idempotency_keys where key = $1 and recovery_point = $2',
        [key, 'finished'],
      )
      return rows.length === 1
    })
    const answer = await shopper.checkout(body, key)
    expect(answer.status).toBe(201)
    acknowledged.push({ ...answer.body, phone: body.contact.phone, items })
  })

  test('after all of it the auditor finds nothing wrong', async () => {
    expect(await auditAtRest(shop, acknowledged)).toEqual([])
  })
})
