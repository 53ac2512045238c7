import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../account/session.ts'
import type { CancelRequest } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'

type Reason = CancelRequest['reason']
const reasons: readonly Reason[] = ['changed_mind', 'ordered_by_mistake', 'too_late', 'found_elsewhere', 'other']

/** Calls an order off, once its shopper has said why and meant it. */
export const CancelOrder = ({ orderId, cartId }: { orderId: string; cartId: string | undefined }) => {
  const { t } = useLanguage()
  const api = useApi()
  const session = useSession()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState<Reason>('changed_mind')
  const mutation = useMutation({
    mutationFn: () => {
      const body = { reason, ...(cartId === undefined ? {} : { cartId }) }
      // An order of a guest who has signed in since may have become the account's.
      return session.asAnyone((accessToken) => api.cancelOrder(orderId, body, accessToken))
    },
    // Also after a refusal: the courier may have set off meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['order', orderId] }),
  })
  if (!asking)
    return (
      <p>
        <button type="button" className="button" data-testid="cancel-order" onClick={() => setAsking(true)}>
          {t.order.cancel}
        </button>
      </p>
    )
  return (
    <section className="panel sections cancel-order" aria-label={t.order.cancel}>
      <label className="field">
        {t.order.cancelWhy}
        <select data-testid="cancel-reason" value={reason} onChange={({ target }) => setReason(target.value as Reason)}>
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t.order.cancelWhys[one]}
            </option>
          ))}
        </select>
      </label>
      <p className="stop-links">
        <button
          type="button"
          className="button button-primary"
          data-testid="cancel-confirm"
          disabled={mutation.isPending}
          onClick={() => mutation.mutate()}
        >
          {mutation.isPending ? t.order.cancelling : t.order.cancelConfirm}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {t.order.cancelKeep}
        </button>
      </p>
      <ProblemNotice error={mutation.error} />
    </section>
  )
}
