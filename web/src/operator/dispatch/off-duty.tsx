import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DispatchDay } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { useReader } from '../reader.ts'

/** Who of the fleet doesn't work that day; their usual hours may be given back. */
export const OffDuty = ({ day, token }: { day: DispatchDay; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const queries = useQueryClient()
  const fleet = useQuery({ queryKey: ['fleet', reader], queryFn: ({ signal }) => api.couriers(token, signal) })
  const restore = useMutation({
    mutationFn: (courierId: string) => api.restoreDuty(token, courierId, day.date),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delivery-day'] }),
  })
  const { dispatch } = t.operator
  const working = new Set(day.couriers.map(({ courierId }) => courierId))
  const off = fleet.data?.couriers.filter(({ id }) => !working.has(id)) ?? []
  if (off.length === 0) return null
  return (
    <section className="panel">
      <h2>{dispatch.off}</h2>
      <ul>
        {off.map(({ id, firstName }) => (
          <li key={id} data-testid="off-duty" data-courier={id}>
            {firstName}{' '}
            <button
              type="button"
              className="button"
              data-testid="restore"
              disabled={restore.isPending}
              onClick={() => restore.mutate(id)}
            >
              {dispatch.restore}
            </button>
          </li>
        ))}
      </ul>
      <ProblemNotice error={restore.error} />
    </section>
  )
}
