import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useRoleToken } from '../account/role-token.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Loaded, Loading } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { courierToken, takeTokenFromAddress } from './courier-token.ts'
import { RouteView } from './route-view.tsx'

const pollMs = 10_000
const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 401 || error.status === 403)

const SignInFirst = ({ title }: { title: string }) => {
  const { t } = useLanguage()
  return (
    <Empty title={title}>
      <Link className="button button-primary" to="/sign-in?role=courier&next=/courier">
        {t.account.signIn}
      </Link>
    </Empty>
  )
}

const Day = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const query = useQuery({
    queryKey: ['courier'],
    queryFn: ({ signal }) => api.courierDay(token, signal),
    refetchInterval: ({ state }) => (isSignedOut(state.error) ? false : pollMs),
  })
  if (isSignedOut(query.error)) return <SignInFirst title={t.courier.expired} />
  return (
    <Loaded query={query}>
      {({ courier, route }) => (
        <>
          <p className="muted">{t.courier.hello(courier.firstName)}</p>
          {route === null ? (
            <Empty title={t.courier.noRoute} hint={t.courier.noRouteHint} />
          ) : (
            <RouteView route={route} token={token} />
          )}
        </>
      )}
    </Loaded>
  )
}

export const CourierPage = () => {
  const { t } = useLanguage()
  const given = useStored(courierToken)
  const own = useRoleToken('courier')
  const token = given === '' ? own.data : given
  useEffect(() => {
    takeTokenFromAddress()
    window.addEventListener('hashchange', takeTokenFromAddress)
    return () => window.removeEventListener('hashchange', takeTokenFromAddress)
  }, [])
  return (
    <div className="courier">
      <Title>{t.courier.title}</Title>
      <h1>{t.courier.title}</h1>
      {token !== undefined && <Day token={token} />}
      {token === undefined && (own.isLoading ? <Loading /> : <SignInFirst title={t.courier.noToken} />)}
    </div>
  )
}
