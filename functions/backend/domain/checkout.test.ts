import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeeRule } from '../../delivery/contract.ts'
import { checkout } from './checkout.ts'
import type { CheckoutRequest } from './checkout-request.ts'
import type { CheckoutServices, Reservation } from './checkout-services.ts'
import type { Outcome } from './outcome.ts'
import { totalOf, weightOf } from './total.ts'

const at = '2026-12-01T07:00:00Z'
const clock = { now: () => 0, pause: async () => {} }
const done = async <T>(value: T): Promise<Outcome<T>> => ({ kind: 'done', value })
const never = () => Promise.reject(new Error('nobody asks for this'))

/** Services that have everything, at these prices. */
const servicesWith = (items: Reservation['items'], fee: FeeRule): CheckoutServices => ({
  reserve: () =>
    done({
      items,
      currency: 'RUB',
      itemsMinor: items.reduce((sum, one) => sum + one.priceMinor * one.quantity, 0),
      expiresAt: at,
    }),
  hold: (_, { address }) =>
    done({
      slot: { id: 's', start: at, end: at },
      address: { ...address, location: { lat: 0, lon: 0 } },
      expiresAt: at,
      fee,
      maxWeightGrams: Number.MAX_SAFE_INTEGER,
    }),
  create: ({ orderId, totalMinor, currency, slot, paymentMethod }) =>
    done({
      orderId,
      number: '1',
      status: 'placed',
      placedAt: at,
      totalMinor,
      currency,
      payment: { method: paymentMethod, state: 'due' },
      slot,
    }),
  abandon: never,
  releaseStock: () => done(true),
  releaseSlot: () => done(true),
  knownFee: never,
  learnFee: async () => {},
  renewOrderId: never,
})

const goods = fc.array(
  fc.record({
    productId: fc.uuid(),
    quantity: fc.integer({ min: 1, max: 99 }),
    priceMinor: fc.integer({ min: 0, max: 10_000_000 }),
    weightGrams: fc.integer({ min: 0, max: 200_000 }),
  }),
  { minLength: 1, maxLength: 10 },
)
const rule = fc.record({
  feeMinor: fc.integer({ min: 0, max: 1_000_000 }),
  freeFromMinor: fc.option(fc.integer({ min: 0, max: 100_000_000 })),
  weightSteps: fc.constantFrom<FeeRule['weightSteps']>(
    [],
    [{ fromGrams: 50_000, extraMinor: 100 }],
    [
      { fromGrams: 1, extraMinor: 100 },
      { fromGrams: 1_000_000, extraMinor: 5_000 },
    ],
  ),
})

const tryOf = (request: CheckoutRequest, services: CheckoutServices) =>
  checkout(request, { orderId: randomUUID(), attempt: 1, unsettled: [] }, services, clock)

const scene = fc.tuple(goods, rule).map(([lines, fee]) => {
  const items = lines.map((line) => ({ ...line, sku: 's', name: { ru: '', en: '' } }))
  const itemsMinor = items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0)
  const quoted = totalOf({ itemsMinor, weightGrams: weightOf(items) }, fee)
  const request: CheckoutRequest = {
    cartId: randomUUID(),
    items: items.map(({ productId, quantity, priceMinor }) => ({
      productId,
      quantity,
      expectedPriceMinor: priceMinor,
    })),
    contact: { name: 'Анна', phone: '+79161234567' },
    address: { city: 'Казань', street: 'Баумана', house: '1' },
    slotId: 's',
    expectedTotalMinor: quoted.totalMinor,
    expectedDeliveryFeeMinor: quoted.deliveryFeeMinor,
    paymentMethod: 'cash',
    language: 'ru',
  }
  return { quoted, request, services: servicesWith(items, fee) }
})

describe('whatever the goods, their prices and weights, and the fee rule', () => {
  it('a checkout takes the order at the total that the quote told', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ quoted, request, services }) => {
        const end = await tryOf(request, services)
        expect(end).toMatchObject({ kind: 'placed', order: { totalMinor: quoted.totalMinor } })
      }),
    )
  })

  it('a shopper who saw anything else is told what it is now, and nothing is ordered', async () => {
    const part = fc.constantFrom('expectedTotalMinor' as const, 'expectedDeliveryFeeMinor' as const)
    await fc.assert(
      fc.asyncProperty(scene, part, fc.integer({ min: 1, max: 1_000_000 }), async (one, field, more) => {
        const { quoted, request, services } = one
        const seen = (request[field] ?? 0) + more
        const end = await tryOf({ ...request, [field]: seen }, services)
        if (end.kind !== 'refused') throw new Error(`ended as ${end.kind}`)
        expect(end.problem.code).toBe('price_changed')
        expect(end.problem.details).toMatchObject({ ...quoted, changes: [{ fromMinor: seen, toMinor: seen - more }] })
      }),
    )
  })
})
