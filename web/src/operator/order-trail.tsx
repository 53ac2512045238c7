import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded } from '../ui/states.tsx'
import { useReader } from './reader.ts'
import { TrailTable } from './trail-table.tsx'

/** What every service wrote down of an order. */
export const OrderTrail = ({ orderId, token }: { orderId: string; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['operator-trail', reader, orderId],
    queryFn: ({ signal }) => api.operatorTrail(token, { orderId }, signal),
  })
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">{t.operator.trail}</h2>
      <Loaded query={query}>{(trail) => <TrailTable trail={trail} />}</Loaded>
    </section>
  )
}
