import { Problem } from '@korob/platform/errors'
import { type FeeRule, maxLoadGrams } from '../../delivery/contract.ts'
import type { PlacedOrder } from '../../orders/contract.ts'
import type { CheckoutRequest } from './checkout-request.ts'
import type { CheckoutServices, Hold, Reservation } from './checkout-services.ts'
import { type Clock, type Outcome, type Persisted, persist } from './outcome.ts'
import { type PriceChange, priceChanges } from './price-changes.ts'
import { settle } from './settle.ts'
import { type Total, totalOf, weightOf } from './total.ts'

/** How a try ends. `interrupted`: nothing is decided; the next try settles what this one left. */
export type Conclusion =
  | { kind: 'placed'; order: PlacedOrder }
  /** An earlier checkout of the cart, whose answer its client never had, was an order after all. */
  | { kind: 'ordered_before'; order: PlacedOrder }
  /** `released`: nothing is held for it any more, as far as is known. */
  | { kind: 'refused'; problem: Problem; released: boolean }
  | { kind: 'interrupted'; reason: string }

/** A try under way: the order id it may use, and its number. */
export interface Try {
  orderId: string
  attempt: number
  /**
   * Order ids of the same cart's other checkouts whose clients were told to come again, and came with another wish; of those
   * refused whose release had no answer; and of orders that came while this one waited for another to end.
   */
  unsettled: readonly string[]
}

/** From the start of the try, milliseconds. API Gateway gives up after 29 s and a shopper sooner; the function's own limit is 20 s. */
export const budgetMs = { arrange: 6_500, hold: 4_500, whole: 12_000 } as const

const interrupted = (reason: string): Conclusion => ({ kind: 'interrupted', reason })

/** What a refusal leaves behind is given back: at once if it goes well, else by the cart's next checkout or by expiring. */
const giveUp = async (
  { problem, orderId, stock, slot }: { problem: Problem; orderId: string; stock: boolean; slot: boolean },
  services: CheckoutServices,
  limitMs: number,
): Promise<Conclusion> => {
  const releases = await Promise.all([
    stock ? services.releaseStock(orderId, limitMs) : undefined,
    slot ? services.releaseSlot(orderId, limitMs) : undefined,
  ])
  return { kind: 'refused', problem, released: releases.every((one) => one?.kind !== 'unknown') }
}

/** Holds a slot, if need be the place that an earlier try for the cart has kept. */
const holdSlot = async (
  orderId: string,
  request: CheckoutRequest,
  mayHoldSlots: readonly string[],
  services: CheckoutServices,
  untilMs: number,
  clock: Clock,
): Promise<Persisted<Hold>> => {
  const hold = () => persist((limitMs) => services.hold(orderId, request, limitMs), untilMs, clock)
  const slot = await hold()
  if (slot.kind !== 'refused' || slot.problem.code !== 'slot_taken' || mayHoldSlots.length === 0) return slot
  for (const earlier of mayHoldSlots) {
    const released = await persist((limitMs) => services.releaseSlot(earlier, limitMs), untilMs, clock)
    if (released.kind === 'unknown') return released
  }
  return hold()
}

/** What the shopper is to be told. wrong_state isn't: it means that another try has settled this id. */
const refusalOf = (outcome: Outcome<unknown>): Problem | undefined =>
  outcome.kind === 'refused' && outcome.problem.code !== 'wrong_state' ? outcome.problem : undefined

const priceChanged = (stock: Reservation, total: Total, changes: PriceChange[]): Problem =>
  new Problem('price_changed', {
    details: {
      ...total,
      currency: stock.currency,
      changes,
      items: stock.items.map(({ productId, name, quantity, priceMinor }) => ({
        productId,
        name,
        quantity,
        priceMinor,
      })),
    },
  })

const tooHeavy = (): Problem => new Problem('slot_taken', { details: { reason: 'too_heavy' } })

const feeOf = async (slot: Outcome<Hold>, request: CheckoutRequest, services: CheckoutServices) =>
  slot.kind === 'done' ? slot.value.fee : services.knownFee(request.address)

const draft = (
  id: Try,
  request: CheckoutRequest,
  stock: Reservation,
  slot: Outcome<Hold>,
  { deliveryFeeMinor, totalMinor }: Total,
) => ({
  orderId: id.orderId,
  attempt: 1,
  owner: { accountId: request.accountId, cartId: request.cartId },
  contact: request.contact,
  language: request.language,
  address: slot.kind === 'done' ? slot.value.address : request.address,
  slot:
    slot.kind === 'done'
      ? { ...slot.value.slot, state: 'held' as const }
      : { id: request.slotId, state: 'requested' as const },
  items: stock.items,
  deliveryFeeMinor,
  totalMinor,
  currency: stock.currency,
  paymentMethod: request.paymentMethod,
  comment: request.comment,
})
export type OrderDraft = ReturnType<typeof draft>

const place = async (
  order: OrderDraft,
  rule: FeeRule,
  request: CheckoutRequest,
  services: CheckoutServices,
  deadlineMs: number,
  clock: Clock,
): Promise<Conclusion> => {
  const [created] = await Promise.all([
    persist((limitMs) => services.create(order, limitMs), deadlineMs, clock),
    order.slot.state === 'held' ? services.learnFee(request.address, rule) : undefined,
  ])
  if (created.kind === 'done') return { kind: 'placed', order: created.value }
  // Whether the order is there can't be known, or another try has abandoned its id: either way nothing may be released here.
  if (created.kind === 'unknown' || created.problem.code === 'wrong_state') return interrupted('create')
  throw created.problem
}

/**
 * One try of a checkout. Each order id belongs to one try; a later try settles the earlier one's id first, so that at most
 * one of them ever becomes an order. So it does with what the cart's earlier checkouts left undecided: a shopper who changes
 * their wish after "try again" means one order, and must not be refused the last piece for what they themselves hold.
 */
export const checkout = async (
  request: CheckoutRequest,
  current: Try,
  services: CheckoutServices,
  clock: Clock,
): Promise<Conclusion> => {
  const startedAtMs = clock.now()
  const deadlineMs = startedAtMs + budgetMs.whole
  const arrangeUntilMs = startedAtMs + budgetMs.arrange
  let id = current
  const mayHoldSlots: string[] = []
  for (const orderId of current.unsettled) {
    const left = await settle(orderId, services, arrangeUntilMs, clock)
    if (left.kind === 'placed') return { kind: 'ordered_before', order: left.order }
    if (left.kind === 'interrupted') return left
    if (left.mayHoldSlot) mayHoldSlots.push(orderId)
  }
  if (current.attempt > 1) {
    const left = await settle(current.orderId, services, arrangeUntilMs, clock)
    if (left.kind !== 'clear') return left
    if (left.mayHoldSlot) mayHoldSlots.push(current.orderId)
    id = { ...current, orderId: await services.renewOrderId() }
  }

  const [stock, slot] = await Promise.all([
    persist((limitMs) => services.reserve(id.orderId, request, limitMs), arrangeUntilMs, clock),
    holdSlot(id.orderId, request, mayHoldSlots, services, Math.min(arrangeUntilMs, startedAtMs + budgetMs.hold), clock),
  ])
  const limitMs = Math.max(1, deadlineMs - clock.now())
  const { orderId } = id
  const noStock = refusalOf(stock)
  const noSlot = refusalOf(slot)
  const problem = noStock ?? noSlot
  if (problem) {
    // What was refused holds nothing, unless an earlier call without an answer comes after it.
    const left = { stock: !noStock || stock.afterUnknown, slot: !noSlot || slot.afterUnknown }
    return giveUp({ problem, orderId, ...left }, services, limitMs)
  }
  if (stock.kind !== 'done') return interrupted('reserve')
  if (slot.kind === 'refused') return interrupted('hold')

  const weightGrams = weightOf(stock.value.items)
  // While delivery can't be asked, what no vehicle anywhere would carry is refused all the same.
  if (weightGrams > (slot.kind === 'done' ? slot.value.maxWeightGrams : maxLoadGrams))
    return giveUp({ problem: tooHeavy(), orderId, stock: true, slot: true }, services, limitMs)
  const rule = await feeOf(slot, request, services)
  if (!rule) return interrupted('the delivery fee is not known')
  const total = totalOf({ itemsMinor: stock.value.itemsMinor, weightGrams }, rule)
  const changes = priceChanges(request, stock.value.items, total)
  if (changes.length > 0) {
    const problem = priceChanged(stock.value, total, changes)
    return giveUp({ problem, orderId, stock: true, slot: true }, services, limitMs)
  }
  return place(draft(id, request, stock.value, slot, total), rule, request, services, deadlineMs, clock)
}
