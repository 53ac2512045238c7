import type { Address } from '@korob/platform/address'
import type { z } from '@korob/platform/schema'
import type { reserve } from '../../catalog/contract.ts'
import type { FeeRule, hold } from '../../delivery/contract.ts'
import type { abandon, PlacedOrder } from '../../orders/contract.ts'
import type { OrderDraft } from './checkout.ts'
import type { CheckoutLimits } from './checkout-limits.ts'
import type { CheckoutRequest } from './checkout-request.ts'
import type { Clock, Outcome } from './outcome.ts'

export type Reservation = z.output<typeof reserve.output>
export type Hold = z.output<typeof hold.output>

/** What a try has to do with its own key. */
export interface KeyOfTry {
  /** A fresh order id, recorded with the key before it is used. @throws LeaseLost when another try has taken over */
  renewOrderId(): Promise<string>
}

/** What a checkout needs of the others. Every call is idempotent, and takes at most `limitMs`. */
export interface CheckoutServices extends KeyOfTry {
  reserve(orderId: string, request: CheckoutRequest, limitMs: number): Promise<Outcome<Reservation>>
  hold(orderId: string, request: CheckoutRequest, limitMs: number): Promise<Outcome<Hold>>
  create(order: OrderDraft, limitMs: number): Promise<Outcome<PlacedOrder>>
  abandon(orderId: string, limitMs: number): Promise<Outcome<z.output<typeof abandon.output>>>
  releaseStock(orderId: string, limitMs: number): Promise<Outcome<unknown>>
  releaseSlot(orderId: string, limitMs: number): Promise<Outcome<unknown>>
  /** The last fee rule that delivery gave for the street, or at least for the city. */
  knownFee(address: Address): Promise<FeeRule | undefined>
  learnFee(address: Address, rule: FeeRule): Promise<void>
}

/** What a checkout runs on. */
export interface CheckoutRuntime {
  connect(key: KeyOfTry): CheckoutServices
  clock: Clock
  /** How long a key is a try's own. Longer than a try can live, or two would work for one key; they'd do no harm, only work. */
  leaseMs: number
  limits: CheckoutLimits
}

/** Another try goes on with the key: this one must stop. */
export class LeaseLost extends Error {
  constructor() {
    super('another try has taken over the key')
    this.name = 'LeaseLost'
  }
}
