import { Problem } from '@korob/platform/errors'
import type { OrderDraft } from '../../../functions/backend/domain/checkout.ts'
import type { CheckoutServices, KeyOfTry } from '../../../functions/backend/domain/checkout-services.ts'
import type { Outcome } from '../../../functions/backend/domain/outcome.ts'
import type { FeeRule } from '../../../functions/delivery/contract.ts'
import type { PlacedOrder } from '../../../functions/orders/contract.ts'

/** What the other services promise of their operations, without their databases: idempotent, with tombstones. */
export class PromisedServices {
  pieces = 5
  /** Of all slots together. */
  places = Number.POSITIVE_INFINITY
  priceMinor = 150_000
  fee: FeeRule = { feeMinor: 20_000, freeFromMinor: null, weightSteps: [] }
  deliveryReachable = true
  maxWeightGrams = 100_000
  readonly reserved = new Map<string, number>()
  readonly held = new Set<string>()
  readonly orders = new Map<string, PlacedOrder & { quantity: number }>()
  readonly owners = new Map<string, OrderDraft['owner']>()
  readonly abandoned = new Set<string>()
  readonly known = new Map<string, FeeRule>()
  readonly #released = new Set<string>()
  readonly #releasedSlots = new Set<string>()

  /** What of the stock is neither free nor in an order. */
  get stray(): number {
    let stray = 0
    for (const [orderId, quantity] of this.reserved) if (!this.orders.has(orderId)) stray += quantity
    return stray
  }

  ownerOf(orderId: string): OrderDraft['owner'] | undefined {
    return this.owners.get(orderId)
  }

  connect(key: KeyOfTry): CheckoutServices {
    const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value })
    const refused = (problem: Problem): Outcome<never> => ({ kind: 'refused', problem })
    return {
      reserve: async (orderId, { items }) => {
        if (this.#released.has(orderId)) return refused(new Problem('wrong_state'))
        const quantity = items.reduce((sum, item) => sum + item.quantity, 0)
        const free = this.pieces - [...this.reserved.values()].reduce((sum, one) => sum + one, 0)
        if (!this.reserved.has(orderId) && free < quantity)
          return refused(new Problem('out_of_stock', { details: { items: [{ available: free }] } }))
        this.reserved.set(orderId, quantity)
        return done({
          items: items.map((item) => ({
            ...item,
            sku: 'K-1',
            name: { ru: 'Чайник', en: 'Kettle' },
            priceMinor: this.priceMinor,
            weightGrams: 900,
          })),
          currency: 'RUB',
          itemsMinor: quantity * this.priceMinor,
          expiresAt: new Date().toISOString(),
        })
      },
      hold: async (orderId, { slotId, address }) => {
        if (!this.deliveryReachable) return { kind: 'unknown', reason: 'delivery is down' }
        if (this.#releasedSlots.has(orderId)) return refused(new Problem('wrong_state'))
        if (slotId === 'taken' || (!this.held.has(orderId) && this.held.size >= this.places))
          return refused(new Problem('slot_taken'))
        this.held.add(orderId)
        return done({
          slot: { id: slotId, start: '2026-12-01T07:00:00Z', end: '2026-12-01T09:00:00Z' },
          address: { ...address, location: { lat: 55.79, lon: 49.11 } },
          expiresAt: new Date().toISOString(),
          fee: this.fee,
          maxWeightGrams: this.maxWeightGrams,
        })
      },
      create: async (draft) => {
        if (this.abandoned.has(draft.orderId)) return refused(new Problem('wrong_state'))
        const known = this.orders.get(draft.orderId)
        if (known) return done(known)
        const order = {
          orderId: draft.orderId,
          number: `${10_001 + this.orders.size}-0`,
          status: 'placed' as const,
          placedAt: new Date().toISOString(),
          totalMinor: draft.totalMinor,
          currency: draft.currency,
          payment: { method: draft.paymentMethod, state: 'due' as const },
          slot: draft.slot,
          quantity: draft.items.reduce((sum, { quantity }) => sum + quantity, 0),
        }
        this.orders.set(draft.orderId, order)
        this.owners.set(draft.orderId, draft.owner)
        return done(order)
      },
      abandon: async (orderId) => {
        const order = this.orders.get(orderId)
        if (order) return done({ abandoned: false as const, order })
        this.abandoned.add(orderId)
        return done({ abandoned: true as const })
      },
      releaseStock: async (orderId) => {
        this.#released.add(orderId)
        return done({ released: this.reserved.delete(orderId) })
      },
      releaseSlot: async (orderId) => {
        this.#releasedSlots.add(orderId)
        return done({ released: this.held.delete(orderId) })
      },
      knownFee: async ({ city }) => this.known.get(city),
      learnFee: async ({ city }, rule) => {
        this.known.set(city, rule)
      },
      ...key,
    }
  }
}
