import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useSearchParams } from 'react-router'
import { useApi } from '../api/api.ts'
import { useLanguage } from '../i18n/language.ts'
import { textOf } from '../ui/form-text.ts'
import { Empty, Loaded } from '../ui/states.tsx'
import { OperatorFrame } from './operator-frame.tsx'
import { useReader } from './reader.ts'
import { TrailTable } from './trail-table.tsx'

const RequestTrail = ({ correlationId, token }: { correlationId: string; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['request-trail', reader, correlationId],
    queryFn: ({ signal }) => api.operatorTrail(token, { correlationId }, signal),
  })
  return (
    <Loaded query={query}>
      {(trail) =>
        trail.entries.length + trail.unreachable.length === 0 ? (
          <Empty title={t.operator.requestTrail.none} />
        ) : (
          <TrailTable trail={trail} />
        )
      }
    </Loaded>
  )
}

const RequestTrails = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const [params, setParams] = useSearchParams()
  const correlationId = params.get('correlationId') ?? ''
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = textOf(new FormData(event.currentTarget), 'correlationId')
    setParams(asked === undefined ? {} : { correlationId: asked })
  }
  return (
    <>
      <form className="panel operator-filters" onSubmit={find} key={correlationId}>
        <label className="field">
          {t.operator.requestTrail.id}
          <input name="correlationId" required minLength={8} maxLength={64} defaultValue={correlationId} />
        </label>
        <button type="submit" className="button button-primary">
          {t.operator.find}
        </button>
      </form>
      <p className="muted">{t.operator.requestTrail.hint}</p>
      {correlationId !== '' && <RequestTrail correlationId={correlationId} token={token} />}
    </>
  )
}

/** What one request did, in all services. */
export const TrailPage = () => {
  const { t } = useLanguage()
  return (
    <OperatorFrame title={t.operator.requestTrail.title}>{(token) => <RequestTrails token={token} />}</OperatorFrame>
  )
}
