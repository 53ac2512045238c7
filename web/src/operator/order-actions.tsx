import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { OperatorOrder } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { AskTwice } from '../ui/ask-twice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'

interface ActionProps {
  label: string
  action: string
  body?: object
}

/** What can be done to an order now, each after a second press. */
export const OrderActions = ({ order, token }: { order: OperatorOrder; token: string }) => {
  const { language, t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: ({ action, body = {} }: Omit<ActionProps, 'label'>) => api.operate(token, order.orderId, action, body),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['operator-order'] }),
        queries.invalidateQueries({ queryKey: ['operator-trail'] }),
      ]),
  })
  const write = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('text') ?? '').trim()
    if (text !== '') mutation.mutate({ action: 'notes', body: { text } }, { onSuccess: () => form.reset() })
  }
  const button = ({ label, action, body }: ActionProps) => (
    <AskTwice
      key={`${action} ${JSON.stringify(body)}`}
      label={label}
      sure={`${label} — ${t.operator.sure}`}
      testId={`act-${action}`}
      isPending={mutation.isPending}
      onSure={() => mutation.mutate({ action, ...(body && { body }) })}
    />
  )
  const { may } = order
  const movable = ['confirmed', 'scheduled', 'delivery_failed'].includes(order.status)
  return (
    <section className="panel sections" aria-labelledby="actions">
      <h2 id="actions">{t.operator.actions}</h2>
      <div className="operator-actions">
        {may.cancel && button({ label: t.operator.cancel, action: 'cancellation' })}
        {may.pay && button({ label: t.operator.pay, action: 'payment', body: { state: 'paid' } })}
        {may.refund && button({ label: t.operator.refund, action: 'payment', body: { state: 'refunded' } })}
        {may.takeBack && button({ label: t.operator.takeBack, action: 'returned-goods' })}
        {movable && button({ label: t.operator.reschedule, action: 'rescheduling' })}
        {may.removeLines &&
          order.items.map(({ productId, name }) =>
            button({
              label: `${t.operator.removeOne}: ${name[language]}`,
              action: 'removals',
              body: { lines: [{ productId, quantity: 1 }], wish: 'shop' },
            }),
          )}
      </div>
      <ProblemNotice error={mutation.error} />
      <form className="operator-note" onSubmit={write}>
        <label className="field">
          {t.operator.note}
          <input name="text" maxLength={1000} />
        </label>
        <button type="submit" className="button" disabled={mutation.isPending}>
          {t.operator.addNote}
        </button>
      </form>
    </section>
  )
}
