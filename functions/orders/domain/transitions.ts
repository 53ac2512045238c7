import type { OrderStatus } from '../contract.ts'

/** An order's life. What isn't here can't happen. */
export const transitions = {
  placed: ['confirmed', 'cancelled'],
  confirmed: ['scheduled', 'cancelled'],
  scheduled: ['out_for_delivery', 'cancelled'],
  out_for_delivery: ['delivered', 'delivery_failed'],
  delivery_failed: ['scheduled', 'cancelled'],
  delivered: [],
  cancelled: [],
} as const satisfies Record<OrderStatus, readonly OrderStatus[]>

const nextOf = (status: OrderStatus): readonly OrderStatus[] => transitions[status]

const statuses = Object.keys(transitions) as OrderStatus[]

/** The states from which an order may go to `to`. */
export const sourcesOf = (to: OrderStatus): OrderStatus[] => statuses.filter((from) => nextOf(from).includes(to))

/** Where an order may still be called off: its shopper until it leaves, the shop also when it comes back undelivered. */
export const cancellableBy = {
  shopper: ['placed', 'confirmed', 'scheduled'],
  operator: ['placed', 'confirmed', 'scheduled', 'delivery_failed'],
} as const satisfies Record<string, readonly OrderStatus[]>

export const mayCancel = (status: OrderStatus, who: keyof typeof cancellableBy): boolean =>
  (cancellableBy[who] as readonly OrderStatus[]).includes(status)

/** Where some of an order may be cancelled: the stock has answered, the parcel is not packed. */
export const mayShrink = (status: OrderStatus): boolean => status === 'confirmed' || status === 'scheduled'

const reachable = (from: OrderStatus, to: OrderStatus, seen = new Set<OrderStatus>()): boolean => {
  if (seen.has(from)) return false
  seen.add(from)
  return nextOf(from).some((next) => next === to || reachable(next, to, seen))
}

export type Verdict = 'allowed' | 'past' | 'too_early'

/**
 * What to do with news that an order in `from` is `to` now. `past`: it has been there, or never will be: drop the news.
 * `too_early`: it can still get there, so something in between is on its way: try again later.
 */
export const judge = (from: OrderStatus, to: OrderStatus): Verdict => {
  if (from === to) return 'past'
  if (nextOf(from).includes(to)) return 'allowed'
  return reachable(from, to) ? 'too_early' : 'past'
}
