import { useEffect } from 'react'
import { useParams } from 'react-router'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { operatorToken, takeOperatorToken } from './operator-token.ts'
import { OrderDetail } from './order-detail.tsx'
import { OrderList } from './order-list.tsx'

/** What a shop's operators work with: find an order, see all of it, act on it. */
export const OperatorPage = () => {
  const { t } = useLanguage()
  const { orderId } = useParams()
  const token = useStored(operatorToken)
  useEffect(() => {
    takeOperatorToken()
    window.addEventListener('hashchange', takeOperatorToken)
    return () => window.removeEventListener('hashchange', takeOperatorToken)
  }, [])
  return (
    <>
      <Title>{t.operator.title}</Title>
      <h1>{t.operator.title}</h1>
      {token === '' && <Empty title={t.operator.noToken} />}
      {token !== '' &&
        (orderId ? <OrderDetail key={orderId} token={token} orderId={orderId} /> : <OrderList token={token} />)}
    </>
  )
}
