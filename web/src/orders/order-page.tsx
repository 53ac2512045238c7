import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from 'react-router'
import { useSession, useSessionState } from '../account/session.ts'
import { SignedOut } from '../account/signed-out.ts'
import type { OrderStatus, OrderView } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Loaded } from '../ui/states.tsx'
import { TimelineList } from '../ui/timeline-list.tsx'
import { Title } from '../ui/title.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { keptOrders } from './kept-orders.ts'
import { OrderFacts } from './order-facts.tsx'
import { OrderItems } from './order-items.tsx'
import { readOrder } from './read-order.ts'
import { timeline } from './timeline.ts'

const pollMs = 4_000
const usualWay: readonly OrderStatus[] = ['placed', 'confirmed', 'scheduled', 'out_for_delivery', 'delivered']
const isOver = (status: OrderStatus): boolean => status === 'delivered' || status === 'cancelled'

interface Shown {
  order: OrderView
  token: string | undefined
  cartId: string | undefined
}

const OrderShown = ({ order, token, cartId }: Shown) => {
  const { t } = useLanguage()
  const { timeZone } = useShopConfig()
  const justPlaced = (useLocation().state as { justPlaced?: boolean } | null)?.justPlaced === true
  return (
    <>
      <Title>{t.order.title(order.number)}</Title>
      {justPlaced && !isOver(order.status) && (
        <p className="notice notice-good" role="status">
          <strong>{t.order.thanks}.</strong> {t.order.thanksHint}
        </p>
      )}
      <h1>
        {t.order.title('')}
        <span data-testid="order-number">{order.number}</span>
      </h1>
      <p className="status-line" role="status">
        <span className={`status status-${order.status}`} data-testid="order-status" data-status={order.status}>
          {t.order.statuses[order.status]}
        </span>
        {order.cancelReason && <span>{t.order.cancelReasons[order.cancelReason]}</span>}
      </p>
      {token && (
        <p>
          <Link className="button" to={`/t/${token}`} data-testid="tracking-link">
            {t.order.track}
          </Link>
        </p>
      )}
      {order.mayCancel && <CancelOrder orderId={order.orderId} cartId={cartId} />}
      <div className="columns">
        <div>
          <section aria-labelledby="items">
            <h2 id="items">{t.order.items}</h2>
            <OrderItems order={order} />
          </section>
          <OrderFacts order={order} timeZone={timeZone} />
        </div>
        <section className="panel" aria-labelledby="history">
          <h2 id="history">{t.order.history}</h2>
          <TimelineList
            steps={timeline(usualWay, order.history, order.status)}
            names={t.order.statuses}
            timeZone={timeZone}
          />
        </section>
      </div>
    </>
  )
}

const Missing = () => {
  const { t } = useLanguage()
  return (
    <>
      <Title>{t.order.missing}</Title>
      <h1 className="visually-hidden">{t.order.missing}</h1>
      <Empty title={t.order.missing} hint={t.order.missingHint}>
        <Link className="button" to="/">
          {t.states.toCatalogue}
        </Link>
      </Empty>
    </>
  )
}

export const OrderPage = () => {
  const api = useApi()
  const session = useSession()
  const { signedIn } = useSessionState()
  const { orderId = '' } = useParams()
  const kept = useStored(keptOrders).find((order) => order.orderId === orderId)
  const token = kept?.token
  const query = useQuery({
    queryKey: ['order', orderId, signedIn],
    queryFn: ({ signal }) =>
      readOrder({
        token,
        byToken: (keptToken) => api.order(orderId, keptToken, signal),
        byAccount: signedIn
          ? () => session.as('shopper', (accessToken) => api.ownOrder(orderId, accessToken, signal))
          : undefined,
      }),
    enabled: token !== undefined || signedIn,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.order.status) ? false : pollMs),
  })
  const notFound = query.error instanceof SignedOut || (query.error instanceof ApiProblem && query.error.status === 404)
  if ((token === undefined && !signedIn) || (notFound && query.data === undefined)) return <Missing />
  return <Loaded query={query}>{(found) => <OrderShown {...found} cartId={kept?.cartId} />}</Loaded>
}
