import { Link } from 'react-router'
import { useSessionState } from '../account/session.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { FindOrder } from './find-order.tsx'
import { type KeptOrder, keptOrders } from './kept-orders.ts'
import { OwnOrders } from './own-orders.tsx'

const KeptOrders = ({ orders }: { orders: readonly KeptOrder[] }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  if (orders.length === 0) return null
  return (
    <>
      <p className="muted">{t.order.onThisDevice}</p>
      <ul className="order-list">
        {orders.map(({ orderId, number, placedAtMs }) => (
          <li key={orderId} className="panel">
            <Link to={`/orders/${orderId}`}>{t.order.title(number)}</Link>
            <span className="muted">{dayAndTime(placedAtMs, language, timeZone)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Of the account for who is signed in; else those placed from this browser. Number and phone find any. */
export const OrdersPage = () => {
  const { t } = useLanguage()
  const { signedIn } = useSessionState()
  // Those of the account are in its own list.
  const kept = useStored(keptOrders).filter(({ ofAccount }) => !(signedIn && ofAccount))
  const none = <Empty title={t.order.none} hint={t.order.missingHint} />
  return (
    <div className="sections">
      <Title>{t.order.mine}</Title>
      <h1>{t.order.mine}</h1>
      {signedIn && <OwnOrders none={kept.length === 0 ? none : null} />}
      {!signedIn && kept.length === 0 && none}
      <KeptOrders orders={kept} />
      <FindOrder />
    </div>
  )
}
