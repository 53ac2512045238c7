import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { OrderQuery, OrderStatus } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { money } from '../format/money.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { MoreButton } from '../ui/more-button.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { orderQuery } from './order-query.ts'
import { useReader } from './reader.ts'

const statuses: readonly OrderStatus[] = [
  'placed',
  'confirmed',
  'scheduled',
  'out_for_delivery',
  'delivery_failed',
  'delivered',
  'cancelled',
]

export const OrderList = ({ token }: { token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const api = useApi()
  const reader = useReader()
  const [asked, setAsked] = useState<OrderQuery>({})
  const query = useInfiniteQuery({
    queryKey: ['operator-orders', reader, asked],
    queryFn: ({ pageParam, signal }) => api.operatorOrders(token, { ...asked, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setAsked(orderQuery(new FormData(event.currentTarget), timeZone))
  }
  if (query.error instanceof ApiProblem && (query.error.status === 401 || query.error.status === 403))
    return <Empty title={t.operator.expired} />
  const orders = query.data?.pages.flatMap((page) => page.orders) ?? []
  return (
    <>
      <form className="panel operator-filters" onSubmit={find}>
        <label className="field">
          {t.operator.status}
          <select name="status" data-testid="filter-status">
            <option value="">{t.operator.anyStatus}</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {t.order.statuses[status]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t.operator.needs}
          <select name="needs">
            <option value="">{t.operator.needsAny}</option>
            <option value="refund">{t.operator.needsKinds.refund}</option>
            <option value="goods">{t.operator.needsKinds.goods}</option>
            <option value="delivery">{t.operator.needsKinds.delivery}</option>
          </select>
        </label>
        <label className="field">
          {t.operator.number}
          <input name="number" inputMode="numeric" maxLength={20} />
        </label>
        <label className="field">
          {t.operator.phone}
          <input name="phone" type="tel" maxLength={20} placeholder="+79161234567" />
        </label>
        <label className="field">
          {t.operator.from}
          <input name="from" type="date" />
        </label>
        <label className="field">
          {t.operator.to}
          <input name="to" type="date" />
        </label>
        <button type="submit" className="button button-primary" data-testid="find-orders">
          {t.operator.find}
        </button>
      </form>
      {query.isPending && <Loading />}
      {query.isError && <Failed error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && orders.length === 0 && <Empty title={t.operator.none} />}
      <ul className="order-list">
        {orders.map((order) => (
          <li key={order.orderId} className="panel" data-testid="listed-order">
            <Link to={`/operator/${order.orderId}`}>{t.order.title(order.number)}</Link>
            <span className={`status status-${order.status}`}>{t.order.statuses[order.status]}</span>
            <span>{money(order.totalMinor, order.currency, language)}</span>
            <span className="muted">
              {order.contact.name}, {order.contact.phone}
            </span>
            <span className="muted">{dayAndTime(order.placedAt, language, timeZone)}</span>
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t.operator.more} />
    </>
  )
}
