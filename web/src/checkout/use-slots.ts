import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Quote, QuotedSlots } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import type { QueryLike } from '../ui/states.tsx'

/** For so long a price or a slot may be out of date that nobody has asked for again. */
export const freshMs = 30_000

/**
 * The slots of the quote: it knows the address, and what the vehicles must carry. Where it has none, as before there is an
 * address, those that any cart could have.
 */
export const useSlots = (there: UseQueryResult<Quote>, quote: Quote | undefined): QueryLike<QuotedSlots> => {
  const api = useApi()
  const quoted = quote?.slots ?? undefined
  const any = useQuery({
    queryKey: ['slots'],
    queryFn: ({ signal }) => api.slots(signal),
    refetchInterval: freshMs,
    enabled: quoted === undefined,
  })
  if (quoted === undefined) return any
  return { data: quoted, error: there.error, isError: there.isError, refetch: there.refetch }
}
