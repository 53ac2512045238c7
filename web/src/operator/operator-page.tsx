import { useParams } from 'react-router'
import { useLanguage } from '../i18n/language.ts'
import { OperatorFrame } from './operator-frame.tsx'
import { OrderDetail } from './order-detail.tsx'
import { OrderList } from './order-list.tsx'

/** What a shop's operators work with: find an order, see all of it, act on it. */
export const OperatorPage = () => {
  const { t } = useLanguage()
  const { orderId } = useParams()
  return (
    <OperatorFrame title={t.operator.title}>
      {(token) =>
        orderId ? <OrderDetail key={orderId} token={token} orderId={orderId} /> : <OrderList token={token} />
      }
    </OperatorFrame>
  )
}
