import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useRoleToken } from '../account/role-token.ts'
import { SignedOut } from '../account/signed-out.ts'
import type { CourierDay } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Failed, Loading, Stale } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { courierToken, takeTokenFromAddress } from './courier-token.ts'
import { DutyButton } from './duty-button.tsx'
import { keptDay } from './kept-day.ts'
import { keepPageOffline, offerCourierApp } from './offline-page.ts'
import { deedStore } from './outbox.ts'
import { Refusals } from './refusals.tsx'
import { RouteView } from './route-view.tsx'
import { useOutbox, WorkProvider } from './use-outbox.ts'
import { usePositions } from './use-positions.ts'
import { withDeeds } from './with-deeds.ts'

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

const Work = ({ known, token, isStale }: { known: CourierDay; token: string | undefined; isStale: boolean }) => {
  const { t } = useLanguage()
  const work = useOutbox(known.courier.id, token)
  const { courier, duty, route } = withDeeds(known, useStored(deedStore))
  const underWay = route?.status === 'departed' && route.departedAt !== null ? Date.parse(route.departedAt) : undefined
  usePositions(token, underWay, known.route?.status === 'departed')
  return (
    <WorkProvider value={work}>
      <p className="courier-hello">
        <span className="muted">{t.courier.hello(courier.firstName)}</span>
        <DutyButton onDuty={duty.onDuty} isOut={route?.status === 'departed'} />
      </p>
      {isStale && <Stale />}
      <Refusals courierId={courier.id} route={known.route} />
      {route === null ? <Empty title={t.courier.noRoute} hint={t.courier.noRouteHint} /> : <RouteView route={route} />}
    </WorkProvider>
  )
}

/** @param token none: the shop can't be asked for one; what is known of the day is shown */
const Day = ({ token }: { token: string | undefined }) => {
  const { t } = useLanguage()
  const api = useApi()
  const kept = useStored(keptDay)
  const query = useQuery({
    queryKey: ['courier'],
    queryFn: async ({ signal }) => {
      const day = await api.courierDay(token ?? '', signal)
      keptDay.write(day)
      return day
    },
    enabled: token !== undefined,
    refetchInterval: ({ state }) => (isSignedOut(state.error) ? false : pollMs),
  })
  if (isSignedOut(query.error)) return <SignInFirst title={t.courier.expired} />
  const known = query.data ?? (token === undefined || query.isError || query.failureCount > 0 ? kept : null)
  if (known)
    return <Work key={known.courier.id} known={known} token={token} isStale={token === undefined || query.isError} />
  return query.isError ? <Failed error={query.error} onRetry={() => query.refetch()} /> : <Loading />
}

export const CourierPage = () => {
  const { t } = useLanguage()
  const given = useStored(courierToken)
  const own = useRoleToken('courier')
  const { map } = useShopConfig()
  const token = given === '' ? own.data?.token : given
  useEffect(() => {
    takeTokenFromAddress()
    window.addEventListener('hashchange', takeTokenFromAddress)
    return () => window.removeEventListener('hashchange', takeTokenFromAddress)
  }, [])
  useEffect(() => {
    void keepPageOffline(map.city)
    return offerCourierApp()
  }, [map.city])
  const cannotAsk = token === undefined && own.isError && !(own.error instanceof SignedOut) && !isSignedOut(own.error)
  return (
    <div className="courier">
      <Title>{t.courier.title}</Title>
      <h1>{t.courier.title}</h1>
      {(token !== undefined || cannotAsk) && <Day token={token} />}
      {token === undefined && !cannotAsk && (own.isLoading ? <Loading /> : <SignInFirst title={t.courier.noToken} />)}
    </div>
  )
}
