import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { QuoteRequest } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { type Cart, maxLines } from './cart.ts'

type Address = QuoteRequest['address']

const itemsOf = (cart: Cart): QuoteRequest['items'] =>
  cart.lines.slice(0, maxLines).map(({ productId, quantity }) => ({ productId, quantity }))

/** What the cart costs now, delivered to this address, or to the nearest zone without one. Not asked while `enabled` is false. */
export const useQuote = (cart: Cart, address?: Address, enabled = true) => {
  const api = useApi()
  const items = itemsOf(cart)
  return useQuery({
    queryKey: ['quote', cart.id, items, address ?? null],
    queryFn: ({ signal }) => api.quote({ cartId: cart.id, items, address }, signal),
    enabled: enabled && items.length > 0,
    // While a quantity changes, the old prices stay in place; totals of another address must not.
    placeholderData: address === undefined ? keepPreviousData : undefined,
    staleTime: 5_000,
    refetchOnMount: 'always',
  })
}
