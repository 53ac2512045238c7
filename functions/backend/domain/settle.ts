import type { PlacedOrder } from '../../orders/contract.ts'
import type { CheckoutServices } from './checkout-services.ts'
import { type Clock, persist } from './outcome.ts'

export type Settled =
  | { kind: 'clear'; mayHoldSlot: boolean }
  | { kind: 'placed'; order: PlacedOrder }
  | { kind: 'interrupted'; reason: string }

/**
 * Ends an earlier try whose end nobody saw. Either its order was taken, or its id is abandoned, and only then what it had
 * reserved is given back. Stock must be: else the shopper could be refused the last piece for their own reservation.
 * A slot may stay held, since delivery may be away: until it expires, or somebody needs it.
 */
export const settle = async (
  orderId: string,
  services: CheckoutServices,
  untilMs: number,
  clock: Clock,
): Promise<Settled> => {
  const abandoned = await persist((limitMs) => services.abandon(orderId, limitMs), untilMs, clock)
  if (abandoned.kind !== 'done') return { kind: 'interrupted', reason: 'abandon' }
  if (!abandoned.value.abandoned) return { kind: 'placed', order: abandoned.value.order }
  const [stock, slot] = await Promise.all([
    persist((limitMs) => services.releaseStock(orderId, limitMs), untilMs, clock),
    services.releaseSlot(orderId, Math.max(1, untilMs - clock.now())),
  ])
  return stock.kind === 'done'
    ? { kind: 'clear', mayHoldSlot: slot.kind !== 'done' }
    : { kind: 'interrupted', reason: 'release' }
}
