import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { AuditEntry, AuditQuery } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { textOf } from '../ui/form-text.ts'
import { MoreButton } from '../ui/more-button.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { changesOf } from './audit-changes.ts'
import { OperatorFrame } from './operator-frame.tsx'
import { OperatorTable } from './operator-table.tsx'
import { useReader } from './reader.ts'
import { useStaffNames } from './use-staff-names.ts'

const Target = ({ target: { type, id } }: Pick<AuditEntry, 'target'>) =>
  type === 'order' ? <Link to={`/operator/${id}`}>{`${type} ${id}`}</Link> : `${type} ${id}`

const Entries = ({ entries, token }: { entries: readonly AuditEntry[]; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const nameOf = useStaffNames(token)
  const { columns } = t.operator.audit
  return (
    <OperatorTable columns={[columns.at, columns.actor, columns.action, columns.target, columns.changes]}>
      {entries.map((entry) => (
        <tr key={entry.id} data-testid="audit-entry" title={entry.correlationId}>
          <td>{dayAndTime(entry.at, language, timeZone)}</td>
          <td>{nameOf(entry.actorId)}</td>
          <td>{entry.action}</td>
          <td>
            <Target target={entry.target} />
          </td>
          <td className="operator-changes">
            {changesOf(entry).map(({ name, before, after }) => (
              <div key={name}>
                {name}: {before} → {after}
              </div>
            ))}
          </td>
        </tr>
      ))}
    </OperatorTable>
  )
}

const Audit = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const [asked, setAsked] = useState<AuditQuery>({})
  const query = useInfiniteQuery({
    queryKey: ['audit', reader, asked],
    queryFn: ({ pageParam, signal }) => api.audit(token, { ...asked, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setAsked({
      action: textOf(form, 'action'),
      targetId: textOf(form, 'targetId'),
      actorId: textOf(form, 'actorId'),
    })
  }
  const { audit } = t.operator
  return (
    <>
      <form className="panel operator-filters" onSubmit={find}>
        <label className="field">
          {audit.columns.action}
          <input name="action" maxLength={64} placeholder="order.cancel" />
        </label>
        <label className="field">
          {audit.targetId}
          <input name="targetId" maxLength={128} />
        </label>
        <label className="field">
          {audit.actorId}
          <input name="actorId" maxLength={64} />
        </label>
        <button type="submit" className="button button-primary">
          {t.operator.find}
        </button>
      </form>
      <Loaded query={query}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries)
          const unreachable = [...new Set(pages.flatMap((page) => page.unreachable))]
          return (
            <>
              {unreachable.length > 0 && (
                <p className="notice notice-bad">{t.operator.unreachable(unreachable.join(', '))}</p>
              )}
              {entries.length === 0 ? <Empty title={audit.none} /> : <Entries entries={entries} token={token} />}
            </>
          )
        }}
      </Loaded>
      <MoreButton query={query} label={t.operator.more} />
    </>
  )
}

/** What operators did, in all services. */
export const AuditPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.audit.title}>{(token) => <Audit token={token} />}</OperatorFrame>
}
