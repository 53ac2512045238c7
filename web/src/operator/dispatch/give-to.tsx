import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DispatchDay } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useLanguage } from '../../i18n/language.ts'
import { describeError } from '../../ui/states.tsx'

interface GiveToProps {
  day: DispatchDay
  deliveryId: string
  /** Who has it now. */
  courierId?: string
  token: string
}

const reasonsOf = (error: unknown): readonly string[] =>
  error instanceof ApiProblem && error.code === 'not_feasible' && Array.isArray(error.details.reasons)
    ? error.details.reasons.map(String)
    : []

/** Another courier for a delivery. What can't be kept is said, and nothing changes. */
export const GiveTo = ({ day, deliveryId, courierId = '', token }: GiveToProps) => {
  const { t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const move = useMutation({
    mutationFn: (to: string) => api.moveDelivery(token, deliveryId, to),
    onSettled: () => queries.invalidateQueries({ queryKey: ['delivery-day'] }),
  })
  const reasons = reasonsOf(move.error)
  return (
    <>
      <select
        aria-label={t.operator.dispatch.give}
        data-testid="give-to"
        value={courierId}
        disabled={move.isPending}
        onChange={({ target }) => move.mutate(target.value)}
      >
        {courierId === '' && (
          <option value="" disabled>
            {t.operator.dispatch.give}
          </option>
        )}
        {day.couriers.map((courier) => (
          <option key={courier.courierId} value={courier.courierId}>
            {courier.firstName}
          </option>
        ))}
      </select>
      {move.isError && (
        <div className="notice notice-bad small" role="alert" data-testid="not-moved">
          {reasons.length > 0 ? t.operator.dispatch.notFeasible : describeError(move.error, t)}
          {reasons.map((reason) => (
            <div key={reason}>{reason}</div>
          ))}
        </div>
      )}
    </>
  )
}
