import { Link } from 'react-router'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { keptOrders } from './kept-orders.ts'

export const OrdersPage = () => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const orders = useStored(keptOrders)
  return (
    <>
      <Title>{t.order.mine}</Title>
      <h1>{t.order.mine}</h1>
      {orders.length === 0 ? (
        <Empty title={t.order.none} hint={t.order.missingHint} />
      ) : (
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
      )}
    </>
  )
}
