import { newId } from '@korob/platform/ids'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lambdaContext } from '../support/lambda-context.ts'
import { type Carriers, carriersOf } from './support/carriers.ts'
import { type SideBySide, startSideBySide } from './support/services.ts'
import {
  courierActs,
  delivering,
  endStateOf,
  type Fault,
  linkTo,
  orderOf,
  stockSumsOf,
  stockTwo,
} from './support/story.ts'

let shop: SideBySide

beforeAll(async () => {
  shop = await startSideBySide()
})
beforeEach(() => clear())
afterAll(() => shop?.stop())

const tables = `delivery.delivery, delivery.hold, delivery.cancelled_order, delivery.route, delivery.stop, delivery.tracking_entry`
const clear = () => shop.admin.query(`truncate ${tables} cascade`)

const allDeeds = [
  'cancel',
  'cancelByShop',
  'shrink',
  'reschedule',
  'decline',
  'handOver',
  'depart',
  'fail',
  'deliver',
  'tend',
  'takeBack',
  'pay',
  'refund',
] as const
type Deed = (typeof allDeeds)[number]

type Step = { deliver: number; twice: boolean } | { deeds: readonly Deed[]; fault: Fault }

/**
 * What an order goes through: messages in any order, some twice, and people's deeds between them.
 * @param goods `gone`: its hold is over, and somebody else has the goods.
 * @param slot `offered`: the one it was ordered for can't be kept, and its shopper is asked about another.
 */
const run = async (steps: readonly Step[], goods: 'held' | 'gone' = 'held', slot: 'kept' | 'offered' = 'kept') => {
  await clear()
  const ids = await stockTwo(shop)
  const whole = await orderOf(shop, ids)
  const order = slot === 'kept' ? whole : { ...whole, slot: { id: 'no-such-slot', state: 'requested' as const } }
  const { orderId } = order
  const carriers: Carriers = carriersOf(shop)
  await carriers.collect()
  carriers.waiting.length = 0
  const stock = (operation: string, input: object) => shop.catalog.stock({ operation, input }, lambdaContext())
  const holder = goods === 'held' ? { orderId, cartId: order.owner.cartId } : { orderId: newId(), cartId: newId() }
  const items = order.items.map(({ productId, quantity }) => ({ productId, quantity: goods === 'held' ? quantity : 6 }))
  await stock('reserve', { ...holder, attempt: 1, items })
  await shop.orders.takeOrder(order as never)
  await carriers.collect()

  const operatorId = 'operator-1'
  const deeds: Record<Deed, (fault: Fault) => Promise<unknown>> = {
    cancel: (fault) =>
      shop.orders.cancelOrder(
        orderId,
        { by: { actor: 'shopper' }, details: {} },
        delivering(shop, () => fault),
      ),
    cancelByShop: (fault) =>
      shop.orders.cancelOrder(
        orderId,
        { by: { actor: 'operator', actorId: operatorId }, details: {} },
        delivering(shop, () => fault),
      ),
    shrink: (fault) =>
      shop.orders.removeLines(
        orderId,
        {
          by: { actor: 'operator', actorId: operatorId },
          removals: [{ productId: ids[0] ?? '', quantity: 1 }],
          feeRule: undefined,
          details: {},
        },
        delivering(shop, () => fault),
      ),
    handOver: () => courierActs(shop, orderId, 'handOver'),
    depart: () => courierActs(shop, orderId, 'depart'),
    fail: () => courierActs(shop, orderId, 'fail'),
    deliver: () => courierActs(shop, orderId, 'deliver'),
    tend: () => shop.delivery.tend({}, lambdaContext()),
    takeBack: () => shop.orders.takeReturnedGoods(orderId, undefined, operatorId),
    reschedule: (fault) => delivering(shop, () => fault).reschedule({ orderId, operatorId }),
    decline: async () => shop.delivery.declineOffer(await linkTo(shop, orderId)),
    pay: () => shop.orders.markPayment(orderId, 'paid', operatorId),
    refund: () => shop.orders.markPayment(orderId, 'refunded', operatorId),
  }
  /** What can't be done now is refused, and whoever it is sees why. */
  const does = (deed: Deed, fault: Fault) =>
    deeds[deed](fault).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'Problem') throw error
    })
  for (const step of steps) {
    if ('deeds' in step) {
      await Promise.all(step.deeds.map((deed) => does(deed, step.fault)))
      await carriers.collect()
    } else if (carriers.waiting.length > 0) await carriers.deliver(step.deliver, step.twice)
  }
  await settle(carriers, orderId)
  if (goods === 'gone') await stock('release', { orderId: holder.orderId, attempt: 1 })
  return { orderId, ids, order }
}

/** Everything that waits arrives, and what was left half done is ended: the shop comes to rest. */
const settle = async (carriers: Carriers, orderId: string): Promise<void> => {
  for (let round = 0; round < 20; round++) {
    for (let budget = 200; carriers.waiting.length > 0 && budget > 0; budget--) await carriers.deliver(0)
    expect(carriers.waiting.map(({ to, event }) => `${event.type} for ${to}`)).toEqual([])
    await shop.admin.query(`update orders.pending_change set requested_at = now() - interval '1 minute'`)
    await shop.orders.grantLeftWishes(
      delivering(shop, () => 'none'),
      Date.now() + 10_000,
    )
    await carriers.collect()
    if (carriers.waiting.length === 0) break
  }
  const { rows } = await shop.admin.query('select from orders.pending_change where order_id = $1', [orderId])
  expect(rows).toHaveLength(0)
}

/** Order → what delivery and the catalogue may say of it at rest. */
const agreement: Record<string, { delivery: (string | null)[]; reservation: string[] }> = {
  confirmed: { delivery: ['unassigned'], reservation: ['sold'] },
  scheduled: { delivery: ['assigned', 'unassigned'], reservation: ['sold'] },
  out_for_delivery: { delivery: ['handed_over', 'departed'], reservation: ['sold'] },
  delivered: { delivery: ['delivered'], reservation: ['sold'] },
  delivery_failed: { delivery: ['failed', 'unassigned'], reservation: ['sold'] },
  cancelled: { delivery: [null, 'cancelled'], reservation: ['cancelled', 'out', 'rejected'] },
}

const expectOneTruth = async ({ orderId, ids }: { orderId: string; ids: string[] }) => {
  const end = await endStateOf(shop, orderId)
  const told = JSON.stringify(end)
  const allowed = agreement[end?.status ?? ''] ?? { delivery: [], reservation: [] }
  expect(allowed.delivery, told).toContain(end?.delivery)
  expect(allowed.reservation, told).toContain(end?.reservation)
  // No courier drives for a cancelled order, and its goods are out exactly where the catalogue says so.
  if (end?.status === 'cancelled') {
    expect(end.driven, told).toBe(false)
    expect(end.reservation === 'out', told).toBe(end.goods === 'out')
  }
  // A courier asks for money once: for what was not paid before, and what was delivered is paid.
  if (end?.status === 'delivered') expect(end.payment, told).toBe('paid')
  else expect(end?.knownPaid, told).toBe(end?.payment !== 'due')
  if (end?.brought) expect(end.brought, told).toEqual(end.content)
  for (const { onHand, ledger, held, taken } of await stockSumsOf(shop, ids))
    expect({ onHand, ledger, held }, told).toEqual({ onHand: 6 - taken, ledger: 6 - taken, held: 0 })
  const { rows: texts } = await shop.admin.query<{ event_type: string; count: number; live: number }>(
    `select event_type, count(*)::int, count(*) filter (where status <> 'dropped')::int as live
       from notifications.messages where order_id = $1 group by event_id, event_type`,
    [orderId],
  )
  // One message an event; told of a cancellation once, and of nothing twice.
  expect(texts.every(({ count }) => count === 1)).toBe(true)
  expect(texts.filter(({ event_type }) => event_type === 'order.cancelled')).toHaveLength(
    end?.status === 'cancelled' ? 1 : 0,
  )
  return end
}

const aFault = fc.constantFrom<Fault>('none', 'none', 'none', 'lost', 'unreachable')
const aDeed = (deeds: readonly Deed[], most: number) =>
  fc.record({ deeds: fc.array(fc.constantFrom(...deeds), { minLength: 1, maxLength: most }), fault: aFault })
const aDelivery = fc.record({ deliver: fc.nat(20), twice: fc.boolean() })
const steps = (deeds: readonly Deed[], atOnce = 1) =>
  fc.array(fc.oneof({ weight: 3, arbitrary: aDelivery }, { weight: 2, arbitrary: aDeed(deeds, atOnce) }), {
    minLength: 5,
    maxLength: 30,
  })

const carry = (count: number): Step[] => Array.from({ length: count }, () => ({ deliver: 0, twice: false }))
const does = (deed: Deed, fault: Fault = 'none'): Step => ({ deeds: [deed], fault })

const onTheRoad = [...carry(8), does('depart'), ...carry(4)]
const inVain = [...onTheRoad, does('fail'), does('tend'), ...carry(6)]

describe('whatever order messages and people come in, with repeats and lost answers', () => {
  test('a cancelled order is cancelled everywhere or nowhere, its stock adds up, no courier drives for it', async () => {
    await fc.assert(
      fc.asyncProperty(steps(['cancel', 'cancelByShop', 'handOver', 'depart', 'deliver']), async (all) => {
        await expectOneTruth(await run(all))
      }),
      { numRuns: 20 },
    )
  })

  test('so is one that is changed, moved, paid, fails at the door, is brought again, cancelled, taken back and refunded', async () => {
    await fc.assert(
      fc.asyncProperty(steps(allDeeds), async (all) => {
        await expectOneTruth(await run(all))
      }),
      { numRuns: 20 },
    )
  })

  test('and it is so when two people do something at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom([], onTheRoad, inVain),
        fc.constantFrom('kept', 'offered'),
        steps(allDeeds, 2),
        async (before, slot, all) => {
          await expectOneTruth(await run([...before, ...all], 'held', slot))
        },
      ),
      { numRuns: 12 },
    )
  })

  test('and when its goods are gone', async () => {
    await fc.assert(
      fc.asyncProperty(steps(allDeeds, 2), async (all) => {
        await expectOneTruth(await run(all, 'gone'))
      }),
      { numRuns: 10 },
    )
  })
})

describe('what other shops got wrong can not happen here', () => {
  test('an order is not cancelled for whom the courier has already set off, though orders has not heard of it', async () => {
    const end = await expectOneTruth(await run([...carry(8), does('depart'), does('cancel')]))
    expect(end).toMatchObject({ status: 'out_for_delivery', delivery: 'departed', reservation: 'sold' })
  })

  test('no cancellation is half done when the answer of delivery is lost', async () => {
    const end = await expectOneTruth(await run([...carry(8), does('cancel', 'lost')]))
    expect(end).toMatchObject({ status: 'cancelled', delivery: 'cancelled', reservation: 'cancelled' })
  })

  test('what is left to bring is the same everywhere, though the answer was lost and the parcel has left since', async () => {
    const end = await expectOneTruth(await run([...carry(8), does('shrink', 'lost'), does('depart')]))
    expect(end).toMatchObject({ status: 'out_for_delivery', content: { pieces: [1, 2], totalMinor: 35_000 } })
  })

  // An orphan order after a failed reservation: https://github.com/medusajs/medusa/issues/16825.
  test.each([
    ['at once', []],
    ['while its shopper cancels it', [does('cancel')]],
    ['when its news comes twice', [{ deliver: 0, twice: true }, ...carry(1)]],
  ])('an order whose goods are gone is cancelled everywhere: %s', async (_when, steps) => {
    const end = await expectOneTruth(await run([...steps, ...carry(8)], 'gone'))
    expect(end).toMatchObject({ status: 'cancelled', delivery: null, driven: false, content: { totalMinor: 45_000 } })
  })

  test('an order that is rolled back leaves no event', async () => {
    const ids = await stockTwo(shop)
    const order = await orderOf(shop, ids)
    const carriers = carriersOf(shop)
    await carriers.collect()
    carriers.waiting.length = 0
    await shop.admin.query(`
      create function orders.fail() returns trigger language plpgsql as $$ begin raise 'planned'; end $$;
      create constraint trigger fails after insert on orders.outbox deferrable initially deferred
        for each row execute function orders.fail()`)
    try {
      await expect(shop.orders.takeOrder(order as never)).rejects.toThrow('planned')
    } finally {
      await shop.admin.query('drop function orders.fail cascade')
    }
    await carriers.collect()
    expect(carriers.waiting).toEqual([])
    expect(await endStateOf(shop, order.orderId)).toBeUndefined()
  })

  test('an order that failed at the door is brought again, and its text says so', async () => {
    const end = await expectOneTruth(
      await run([...carry(8), does('depart'), ...carry(4), does('fail'), does('tend'), ...carry(6)]),
    )
    expect(end).toMatchObject({ status: 'scheduled', delivery: 'assigned', goods: 'out' })
    expect(end?.history).toEqual([
      'placed',
      'confirmed',
      'scheduled',
      'out_for_delivery',
      'delivery_failed',
      'scheduled',
    ])
  })

  test('an order is cancelled whose shopper wants none of the other windows, and its money given back', async () => {
    const way = [...carry(8), does('pay'), ...carry(2), does('decline'), ...carry(6), does('refund')]
    const end = await expectOneTruth(await run(way, 'held', 'offered'))
    expect(end).toMatchObject({ status: 'cancelled', goods: 'in_shop', payment: 'refunded', driven: false })
  })

  test('goods that came back are in stock when an operator has them, not before', async () => {
    const way = [...carry(8), does('depart'), ...carry(4), does('fail'), ...carry(4), does('cancelByShop'), ...carry(6)]
    const cancelled = await run(way)
    expect(await expectOneTruth(cancelled)).toMatchObject({ status: 'cancelled', goods: 'out', reservation: 'out' })
    const back = await run([...way, does('takeBack')])
    expect(await expectOneTruth(back)).toMatchObject({ status: 'cancelled', goods: 'back', reservation: 'cancelled' })
  })
})
