import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { type Fault, steps } from './support/faults.ts'
import { useSecrets } from './support/secrets.ts'
import { aCheckout, keyRow, leasesEnd, type Seen, World } from './support/world.ts'

let db: ServiceDatabase
let stopSecrets: () => Promise<void>
let world: World

beforeAll(async () => {
  stopSecrets = await useSecrets()
  db = await serviceDatabase('backend')
})
afterAll(async () => {
  await db.drop()
  await stopSecrets()
})
beforeEach(() => {
  world = new World()
})

const bodyOf = (seen: Seen): { orderId: string; code: string; slot: { state: string } } => {
  if (seen.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(seen)}`)
  return JSON.parse(seen.text)
}

/** Orders as a stubborn client does: again and again, until there is an answer. */
const orderUntilAnswered = async (body = aCheckout(), faults: Fault[] = [], key = randomUUID()): Promise<Seen> => {
  for (let tries = 0; tries < 20; tries++) {
    const seen = await world.order(key, body, faults)
    if (seen.kind === 'answer') {
      expect(await world.order(key, body)).toEqual({ ...seen, replayed: true })
      return seen
    }
    if (seen.kind === 'problem') expect(['unavailable', 'in_progress']).toContain(seen.code)
    await leasesEnd()
  }
  throw new Error('no answer after twenty tries')
}

const nothingLeft = () => {
  expect(world.services.stray).toBe(0)
  expect([...world.services.held].every((orderId) => world.services.orders.has(orderId))).toBe(true)
}

const onTheWay: Fault['step'][] = ['reserve', 'hold', 'create', 'learnFee']
const moments = ['before', 'after'] as const

describe('a crash', () => {
  it.each(onTheWay.flatMap((step) => moments.map((when) => ({ step, when }))))(
    '$when $step leads to one order and the same answer',
    async ({ step, when }) => {
      const seen = await orderUntilAnswered(aCheckout(), [{ step, when, kind: 'crash' }])
      expect(seen).toMatchObject({ status: 201 })
      expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
      nothingLeft()
    },
  )

  it.each(
    (['abandon', 'releaseStock', 'releaseSlot', 'renewOrderId'] as const).flatMap((step) =>
      moments.map((when) => ({ step, when })),
    ),
  )('and another $when $step, while the first is settled, still lead to one order', async ({ step, when }) => {
    const faults: Fault[] = [
      { step: 'create', when: 'before', kind: 'crash' },
      { step, when, kind: 'crash' },
    ]
    const seen = await orderUntilAnswered(aCheckout(), faults)
    expect(faults).toEqual([])
    expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
    nothingLeft()
  })

  it.each(moments)('%s a refusal is cleaned up leaves nothing behind, and the refusal stands', async (when) => {
    const seen = await orderUntilAnswered(aCheckout({ expectedTotalMinor: 5 }), [
      { step: 'releaseStock', when, kind: 'crash' },
    ])
    expect(seen).toMatchObject({ status: 409 })
    expect(bodyOf(seen).code).toBe('price_changed')
    expect(world.services.orders.size).toBe(0)
    nothingLeft()
  })

  it("doesn't refuse shoppers the last piece for their own reservation", async () => {
    world.services.pieces = 2
    const seen = await orderUntilAnswered(aCheckout(), [{ step: 'reserve', when: 'after', kind: 'crash' }])
    expect(seen).toMatchObject({ status: 201 })
  })
})

describe('a lost answer', () => {
  it('of create that had committed is asked for again: the same order', async () => {
    const key = randomUUID()
    const seen = await orderUntilAnswered(aCheckout(), [{ step: 'create', when: 'after', kind: 'lost' }], key)
    expect(seen).toMatchObject({ status: 201 })
    expect([...world.services.orders.keys()]).toEqual([bodyOf(seen).orderId])
    expect((await keyRow(key)).attempt).toBe(1)
  })

  it('of every create of a try is settled by the next: the order that had committed is answered', async () => {
    const key = randomUUID()
    const lost: Fault = { step: 'create', when: 'after', kind: 'lost' }
    const body = aCheckout()
    expect(await world.order(key, body, [{ ...lost }, { ...lost }, { ...lost }])).toEqual({
      kind: 'problem',
      code: 'unavailable',
      retryAfterSeconds: 3,
    })
    expect(await keyRow(key)).toMatchObject({ point: 'waiting' })
    const [orderId] = world.services.orders.keys()
    expect(bodyOf(await world.order(key, body)).orderId).toBe(orderId)
    expect(world.services.orders.size).toBe(1)
    nothingLeft()
  })

  it('of reserve leaves the key to be tried again at once', async () => {
    const key = randomUUID()
    const lost: Fault = { step: 'reserve', when: 'after', kind: 'lost' }
    const body = aCheckout()
    expect(await world.order(key, body, [{ ...lost }, { ...lost }, { ...lost }])).toMatchObject({ code: 'unavailable' })
    expect(await world.order(key, body)).toMatchObject({ status: 201 })
    expect(world.services.orders.size).toBe(1)
    nothingLeft()
  })
})

describe('a create that arrives after its try was settled', () => {
  it('fails, since its id was abandoned, and the later try has the order', async () => {
    const key = randomUUID()
    const body = aCheckout()
    const arrive = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const slow = world.runtime()
    const connect = slow.connect
    slow.connect = (renew) => {
      const services = connect(renew)
      return {
        ...services,
        create: async (draft, limitMs) => {
          started.resolve()
          await arrive.promise
          return services.create(draft, limitMs)
        },
      }
    }
    const late = world.orderWith(slow, key, body)
    await started.promise
    await leasesEnd()
    const seen = await world.order(key, body)
    arrive.resolve()
    expect(seen).toMatchObject({ status: 201 })
    expect(await late).toMatchObject({ kind: 'problem', code: 'unavailable' })
    expect(await world.order(key, body)).toEqual({ ...seen, replayed: true })
    expect(world.services.orders.size).toBe(1)
    nothingLeft()
  })
})

describe('delivery out of reach', () => {
  it('takes the order with its slot requested, at the fee last known for the city', async () => {
    await orderUntilAnswered()
    world.services.deliveryReachable = false
    const seen = await orderUntilAnswered()
    expect(seen).toMatchObject({ status: 201 })
    expect(bodyOf(seen).slot).toEqual({ id: 'morning', state: 'requested' })
  })

  it('answers that it is busy where no fee is known, and keeps the key open', async () => {
    const key = randomUUID()
    const body = aCheckout()
    world.services.deliveryReachable = false
    expect(await world.order(key, body)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 3 })
    world.services.deliveryReachable = true
    expect(await world.order(key, body)).toMatchObject({ status: 201 })
    nothingLeft()
  })
})

describe('a refusal', () => {
  it('for stock gives the slot back', async () => {
    world.services.pieces = 1
    const seen = await orderUntilAnswered()
    expect(bodyOf(seen)).toMatchObject({ code: 'out_of_stock', items: [{ available: 1 }] })
    expect(world.services.held.size).toBe(0)
  })

  it('for the slot gives the stock back', async () => {
    const seen = await orderUntilAnswered(aCheckout({ slotId: 'taken' }))
    expect(bodyOf(seen).code).toBe('slot_taken')
    expect(world.services.stray).toBe(0)
  })

  it('for a changed price says what changed, and gives both back', async () => {
    const seen = await orderUntilAnswered(aCheckout({ expectedTotalMinor: 300_000 }))
    expect(bodyOf(seen)).toMatchObject({
      code: 'price_changed',
      totalMinor: 320_000,
      itemsMinor: 300_000,
      deliveryFeeMinor: 20_000,
      items: [{ quantity: 2, priceMinor: 150_000 }],
    })
    nothingLeft()
  })
})

describe('whatever fails, in whatever order', () => {
  const fault = fc.record({
    step: fc.constantFrom(...steps),
    when: fc.constantFrom(...moments),
    kind: fc.constantFrom('crash' as const, 'lost' as const),
  })

  it('a key gets one answer, and one order or none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 10 }),
        fc.constantFrom('morning', 'taken'),
        fc.constantFrom(320_000, 1),
        fc.integer({ min: 1, max: 3 }),
        async (faults, slotId, expectedTotalMinor, pieces) => {
          world = new World()
          world.services.pieces = pieces
          const left = faults.map((one) => ({ ...one }))
          const seen = await orderUntilAnswered(aCheckout({ slotId, expectedTotalMinor }), left)
          const placed = seen.kind === 'answer' && seen.status === 201
          expect([...world.services.orders.keys()]).toEqual(placed ? [bodyOf(seen).orderId] : [])
          expect(placed).toBe(slotId === 'morning' && expectedTotalMinor === 320_000 && pieces >= 2)
          // A release whose answer was lost may not have happened: then the reservation's own end does it.
          if (!faults.some(({ step, kind }) => step.startsWith('release') && kind === 'lost')) nothingLeft()
        },
      ),
      { numRuns: 150 },
    )
  })
})
