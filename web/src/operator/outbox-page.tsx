import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OutboxQuery, OutboxRow } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { useShopConfig } from '../app/shop-config.ts'
import { dayAndTime } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { textOf } from '../ui/form-text.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { OperatorFrame } from './operator-frame.tsx'
import { OperatorTable } from './operator-table.tsx'
import { useReader } from './reader.ts'

const services: readonly OutboxQuery['service'][] = ['orders', 'catalog', 'delivery', 'notifications', 'backend']

/** Publishes an event once more: whoever has taken it before takes it for a duplicate. */
const Replay = ({ service, row, token }: { service: OutboxQuery['service']; row: OutboxRow; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const queries = useQueryClient()
  const replay = useMutation({
    mutationFn: () => api.replayOutbox(token, { service, ids: [row.id] }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['outbox'] }),
  })
  const { outbox } = t.operator
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="replay"
        disabled={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {replay.isSuccess ? outbox.replayed(replay.data.replayed) : outbox.replay}
      </button>
      <ProblemNotice error={replay.error} />
    </>
  )
}

const Rows = ({
  service,
  rows,
  token,
}: {
  service: OutboxQuery['service']
  rows: readonly OutboxRow[]
  token: string
}) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const { columns } = t.operator.outbox
  return (
    <OperatorTable
      columns={[columns.at, columns.type, columns.subject, columns.carrier, columns.published, columns.attempts, '']}
    >
      {rows.map((row) => (
        <tr key={`${row.id} ${row.carrier}`} data-testid="outbox-row">
          <td>{dayAndTime(row.createdAt, language, timeZone)}</td>
          <td>{row.type}</td>
          <td className="small" title={row.subject}>
            {row.subject.slice(-12)}
          </td>
          <td>{row.carrier}</td>
          <td>{row.publishedAt ? dayAndTime(row.publishedAt, language, timeZone) : t.operator.outbox.waiting}</td>
          <td>
            {row.attempts}
            {(row.droppedReason ?? row.lastError) && (
              <div className="operator-changes small">{row.droppedReason ?? row.lastError}</div>
            )}
          </td>
          <td>
            <Replay service={service} row={row} token={token} />
          </td>
        </tr>
      ))}
    </OperatorTable>
  )
}

const Outbox = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const [asked, setAsked] = useState<OutboxQuery>({ service: 'orders' })
  const query = useQuery({
    queryKey: ['outbox', reader, asked],
    queryFn: ({ signal }) => api.outbox(token, asked, signal),
  })
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const service = services.find((one) => one === form.get('service')) ?? 'orders'
    setAsked({ service, type: textOf(form, 'type'), subject: textOf(form, 'subject') })
  }
  const { outbox } = t.operator
  return (
    <>
      <form className="panel operator-filters" onSubmit={find}>
        <label className="field">
          {t.operator.columns.service}
          <select name="service">
            {services.map((service) => (
              <option key={service}>{service}</option>
            ))}
          </select>
        </label>
        <label className="field">
          {outbox.columns.type}
          <input name="type" maxLength={128} placeholder="order.placed" />
        </label>
        <label className="field">
          {outbox.columns.subject}
          <input name="subject" maxLength={128} />
        </label>
        <button type="submit" className="button button-primary" data-testid="find-rows">
          {t.operator.find}
        </button>
      </form>
      <p className="muted">{outbox.hint}</p>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? <Empty title={outbox.none} /> : <Rows service={asked.service} rows={rows} token={token} />
        }
      </Loaded>
    </>
  )
}

/** Events that a service has for others, of the last days. */
export const OutboxPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.outbox.title}>{(token) => <Outbox token={token} />}</OperatorFrame>
}
