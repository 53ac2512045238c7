import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Loaded } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { courierToken, takeTokenFromAddress } from './courier-token.ts'
import { RouteView } from './route-view.tsx'

const pollMs = 10_000
const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 401 || error.status === 403)

const Day = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const query = useQuery({
    queryKey: ['courier', token],
    queryFn: ({ signal }) => api.courierDay(token, signal),
    refetchInterval: ({ state }) => (isSignedOut(state.error) ? false : pollMs),
  })
  if (isSignedOut(query.error)) return <Empty title={t.courier.expired} />
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
  const token = useStored(courierToken)
  useEffect(() => {
    takeTokenFromAddress()
    window.addEventListener('hashchange', takeTokenFromAddress)
    return () => window.removeEventListener('hashchange', takeTokenFromAddress)
  }, [])
  return (
    <div className="courier">
      <Title>{t.courier.title}</Title>
      <h1>{t.courier.title}</h1>
      {token === '' ? <Empty title={t.courier.noToken} /> : <Day key={token} token={token} />}
    </div>
  )
}
