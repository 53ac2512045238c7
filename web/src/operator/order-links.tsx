import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OperatorOrder } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { AskTwice } from '../ui/ask-twice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { KnownLinks } from './known-links.tsx'

/** Links by which an order is followed: another one for its customer, and the end of all that were sent. */
export const OrderLinks = ({ order, token }: { order: OperatorOrder; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const queries = useQueryClient()
  const listAnew = () => queries.invalidateQueries({ queryKey: ['order-links'] })
  const made = useMutation({
    mutationFn: () => api.orderLink(order.number, order.contact.phone),
    onSuccess: () => void listAnew(),
  })
  const revoked = useMutation({
    mutationFn: () => api.revokeOrderLinks(token, order.orderId),
    onSuccess: () => made.reset(),
    onSettled: () => void listAnew(),
  })
  const { links } = t.operator
  return (
    <section className="panel operator-actions" aria-labelledby="links">
      <h2 id="links">{links.title}</h2>
      <p className="muted small">{links.hint}</p>
      <KnownLinks order={order} token={token} />
      <button
        type="button"
        className="button"
        data-testid="new-link"
        disabled={made.isPending}
        onClick={() => made.mutate()}
      >
        {links.make}
      </button>
      {made.data && (
        <input
          readOnly
          aria-label={links.made}
          value={made.data.trackingUrl}
          data-testid="made-link"
          onFocus={(event) => event.target.select()}
        />
      )}
      <AskTwice
        label={links.revoke}
        sure={links.revokeSure}
        testId="revoke-links"
        isPending={revoked.isPending}
        onSure={revoked.mutate}
      />
      {revoked.data && (
        <p className="notice notice-good" role="status" data-testid="links-revoked">
          {links.revoked(dayAndTime(revoked.data.revokedAt, language, timeZone))}
        </p>
      )}
      <ProblemNotice error={made.error ?? revoked.error} />
    </section>
  )
}
