import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { useRoleToken } from '../account/role-token.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Loading } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { operatorToken, takeOperatorToken } from './operator-token.ts'
import { OrderDetail } from './order-detail.tsx'
import { OrderList } from './order-list.tsx'

const SignInFirst = () => {
  const { t } = useLanguage()
  return (
    <Empty title={t.operator.noToken}>
      <Link className="button button-primary" to="/sign-in?role=operator&next=/operator">
        {t.account.signIn}
      </Link>
    </Empty>
  )
}

/** What a shop's operators work with: find an order, see all of it, act on it. */
export const OperatorPage = () => {
  const { t } = useLanguage()
  const { orderId } = useParams()
  const given = useStored(operatorToken)
  const own = useRoleToken('operator')
  const token = given === '' ? own.data : given
  useEffect(() => {
    takeOperatorToken()
    window.addEventListener('hashchange', takeOperatorToken)
    return () => window.removeEventListener('hashchange', takeOperatorToken)
  }, [])
  return (
    <>
      <Title>{t.operator.title}</Title>
      <h1>{t.operator.title}</h1>
      {token === undefined && (own.isLoading ? <Loading /> : <SignInFirst />)}
      {token !== undefined &&
        (orderId ? <OrderDetail key={orderId} token={token} orderId={orderId} /> : <OrderList token={token} />)}
    </>
  )
}
