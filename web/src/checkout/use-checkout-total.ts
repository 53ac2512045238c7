import { useState } from 'react'
import type { PriceChange, Quote } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'
import type { Cart } from '../cart/cart.ts'
import { useQuote } from '../cart/use-quote.ts'
import { useDebounced } from '../ui/use-debounced.ts'
import { addressOf, type Draft, type Faults, faultsOf } from './draft.ts'
import { freshMs, useSlots } from './use-slots.ts'

const typingPauseMs = 400

/** The part of an address that a fee depends on; a new flat number asks nothing. */
const placeOf = (draft: Draft) => {
  const address = addressOf(draft)
  return address && { city: address.city, street: address.street, house: address.house }
}

const asQuote = (quote: Quote, change: PriceChange): Quote => ({
  ...quote,
  items: quote.items.map((item) => {
    const priceMinor = change.items.find(({ productId }) => productId === item.productId)?.priceMinor ?? item.priceMinor
    return { ...item, priceMinor, lineMinor: priceMinor * item.quantity }
  }),
  itemsMinor: change.itemsMinor,
  totalMinor: change.totalMinor,
  delivery: {
    state: 'known',
    feeMinor: change.deliveryFeeMinor,
    weightExtraMinor: change.weightExtraMinor,
    freeFromMinor: quote.delivery.state === 'known' ? quote.delivery.freeFromMinor : null,
  },
})

/** What the order will cost, as the shopper sees it now. */
export const useCheckoutTotal = (cart: Cart, draft: Draft) => {
  const place = placeOf(draft)
  const settled = useDebounced(place, typingPauseMs)
  const there = useQuote(cart, { address: settled, enabled: settled !== undefined, everyMs: freshMs })
  // Without an address both are the same query.
  const quoteThere = settled === undefined ? undefined : there.data
  const nearest = useQuote(cart, { enabled: quoteThere === undefined })
  const slots = useSlots(there, quoteThere)
  const [changed, setChanged] = useState<{ of: string; change: PriceChange }>()

  const subject = JSON.stringify([cart.lines.map(({ productId, quantity }) => [productId, quantity]), place])
  // What checkout itself has said counts more than a quote, for the same goods to the same place.
  const change = changed?.of === subject ? changed.change : undefined
  const quote = quoteThere ?? nearest.data
  const refusal = settled !== undefined && there.error instanceof ApiProblem ? there.error : undefined
  const faults: Faults = refusal?.code === 'invalid_request' ? faultsOf(refusal.fieldErrors).faults : {}
  return {
    query: nearest,
    quote: quote && change ? asQuote(quote, change) : quote,
    /** No address yet, or one that isn't known: the fee is that of the nearest zone. */
    estimated: quoteThere === undefined,
    counting:
      JSON.stringify(place) !== JSON.stringify(settled) ||
      there.isLoading ||
      (quoteThere === undefined && nearest.isPlaceholderData),
    slots,
    addressFaults: faults,
    confirming: change !== undefined,
    takeChange: (next: PriceChange) => setChanged({ of: subject, change: next }),
  }
}
