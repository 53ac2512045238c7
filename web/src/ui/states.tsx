import type { ReactNode } from 'react'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Messages } from '../i18n/ru.ts'

/** What a shopper is told of an error. */
export const describeError = (error: unknown, t: Messages): string => {
  if (error instanceof NoAnswer) return t.errors[error.reason]
  if (error instanceof ApiProblem && error.title !== '') return error.title
  return t.errors.unexpected
}

export const Loading = () => {
  const { t } = useLanguage()
  return (
    <div className="state" role="status">
      <span className="spinner" aria-hidden="true" />
      {t.states.loading}
    </div>
  )
}

export const Failed = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const { t } = useLanguage()
  const reference = error instanceof ApiProblem && error.status >= 500 ? error.correlationId : undefined
  return (
    <div className="state" role="alert">
      <p className="state-title">{t.states.failed}</p>
      <p>{describeError(error, t)}</p>
      {reference && <p className="muted small">{t.errors.reference(reference)}</p>}
      <button type="button" className="button" onClick={onRetry}>
        {t.states.retry}
      </button>
    </div>
  )
}

/** The last answer is shown, but a newer one can't be had. */
export const Stale = () => {
  const { t } = useLanguage()
  return (
    <p className="notice notice-warning" role="status">
      {t.states.stale}
    </p>
  )
}

export const Empty = ({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) => (
  <div className="state">
    <p className="state-title">{title}</p>
    {hint && <p className="muted">{hint}</p>}
    {children}
  </div>
)

export interface QueryLike<T> {
  data: T | undefined
  error: unknown
  isError: boolean
  refetch: () => unknown
}

/** Loading, error with retry, or the data: with a note when it could not be refreshed. */
export const Loaded = <T,>({ query, children }: { query: QueryLike<T>; children: (data: T) => ReactNode }) => {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <Stale />}
        {children(query.data)}
      </>
    )
  return query.isError ? <Failed error={query.error} onRetry={() => query.refetch()} /> : <Loading />
}
