import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { useRoleToken } from '../account/role-token.ts'
import { ApiProblem } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStored } from '../storage/stored.ts'
import { Empty, Loading } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { operatorToken, takeOperatorToken } from './operator-token.ts'
import { ReaderProvider } from './reader.ts'

const SignInFirst = () => {
  const { t } = useLanguage()
  const { pathname, search } = useLocation()
  return (
    <Empty title={t.operator.noToken}>
      <Link
        className="button button-primary"
        to={`/sign-in?role=operator&next=${encodeURIComponent(pathname + search)}`}
      >
        {t.account.signIn}
      </Link>
    </Empty>
  )
}

/** Around each page of operators: the way to the others, and the token of who works there. */
export const OperatorFrame = ({ title, children }: { title: string; children: (token: string) => ReactNode }) => {
  const { t } = useLanguage()
  const given = useStored(operatorToken)
  const own = useRoleToken('operator')
  const token = given === '' ? own.data?.token : given
  const reader = given === '' ? own.data?.sessionId : given
  const queries = useQueryClient()
  useEffect(() => {
    takeOperatorToken()
    window.addEventListener('hashchange', takeOperatorToken)
    return () => window.removeEventListener('hashchange', takeOperatorToken)
  }, [])
  // What was refused since the token before had ended, as on a machine that slept.
  useEffect(() => {
    if (token === undefined) return
    const isRefused = (error: unknown) => error instanceof ApiProblem && error.status === 401
    void queries.refetchQueries({ type: 'active', predicate: ({ state }) => isRefused(state.error) })
  }, [queries, token])
  return (
    <>
      <Title>{title}</Title>
      <h1>{title}</h1>
      {token === undefined && (own.isLoading ? <Loading /> : <SignInFirst />)}
      {token !== undefined && (
        <>
          <nav className="operator-pages" aria-label={t.operator.pages}>
            <NavLink to="/operator" end>
              {t.operator.title}
            </NavLink>
            <NavLink to="/operator/dispatch" data-testid="dispatch-link">
              {t.operator.dispatch.title}
            </NavLink>
            <NavLink to="/operator/fleet" data-testid="fleet-link">
              {t.operator.delivery.fleet.title}
            </NavLink>
            <NavLink to="/operator/slots" data-testid="slots-link">
              {t.operator.delivery.slots.title}
            </NavLink>
            <NavLink to="/operator/zones" data-testid="zones-link">
              {t.operator.delivery.zones.title}
            </NavLink>
            <NavLink to="/operator/staff" data-testid="staff-link">
              {t.operator.staff.title}
            </NavLink>
            <NavLink to="/operator/audit" data-testid="audit-link">
              {t.operator.audit.title}
            </NavLink>
            <NavLink to="/operator/trail" data-testid="trail-link">
              {t.operator.requestTrail.title}
            </NavLink>
            <NavLink to="/operator/outbox" data-testid="outbox-link">
              {t.operator.outbox.title}
            </NavLink>
          </nav>
          <ReaderProvider value={reader}>{children(token)}</ReaderProvider>
        </>
      )}
    </>
  )
}
