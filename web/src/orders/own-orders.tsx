import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useSession } from '../account/session.ts'
import type { OrderList } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { money } from '../format/money.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { MoreButton } from '../ui/more-button.tsx'
import { Loaded } from '../ui/states.tsx'

const Listed = ({ order }: { order: OrderList['orders'][number] }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  return (
    <li className="panel" data-testid="own-order" data-order={order.number}>
      <Link to={`/orders/${order.orderId}`}>{t.order.title(order.number)}</Link>
      <span className={`status status-${order.status}`}>{t.order.statuses[order.status]}</span>
      <span>{money(order.totalMinor, order.currency, language)}</span>
      <span className="muted">{dayAndTime(Date.parse(order.placedAt), language, timeZone)}</span>
    </li>
  )
}

/** The orders of whoever is signed in. */
export const OwnOrders = ({ none }: { none: React.ReactNode }) => {
  const { t } = useLanguage()
  const api = useApi()
  const session = useSession()
  const query = useInfiniteQuery({
    queryKey: ['own-orders'],
    queryFn: ({ pageParam, signal }) => session.as('shopper', (token) => api.ownOrders(token, pageParam, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    gcTime: 0,
  })
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const orders = pages.flatMap((page) => page.orders)
        if (orders.length === 0) return none
        return (
          <>
            <p className="muted">{t.account.byPhone}</p>
            <ul className="order-list">
              {orders.map((order) => (
                <Listed key={order.orderId} order={order} />
              ))}
            </ul>
            <MoreButton query={query} label={t.account.more} />
          </>
        )
      }}
    </Loaded>
  )
}
