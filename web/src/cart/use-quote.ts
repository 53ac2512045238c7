import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { QuoteRequest } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { type Cart, maxLines } from './cart.ts'

type Address = QuoteRequest['address']

const itemsOf = (cart: Cart): QuoteRequest['items'] =>
  cart.lines.slice(0, maxLines).map(({ productId, quantity }) => ({ productId, quantity }))

interface Asking {
  /** Delivered there; else to the nearest zone. */
  address?: Address
  enabled?: boolean
  /** Asked again and again, so far apart. */
  everyMs?: number
}

/** What the cart costs now. */
export const useQuote = (cart: Cart, { address, enabled = true, everyMs }: Asking = {}) => {
  const api = useApi()
  const items = itemsOf(cart)
  return useQuery({
    queryKey: ['quote', cart.id, items, address ?? null],
    queryFn: ({ signal }) => api.quote({ cartId: cart.id, items, address }, signal),
    enabled: enabled && items.length > 0,
    // While a quantity changes, the old prices stay in place; totals of another address must not.
    placeholderData: address === undefined ? keepPreviousData : undefined,
    staleTime: 5_000,
    refetchInterval: everyMs ?? false,
    refetchOnMount: 'always',
  })
}
