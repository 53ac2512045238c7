import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { DispatchDay, RefusedStep } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { dayAndTime } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ChangeNotice } from '../change-notice.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'

/** Its address works a quarter of an hour, so it is asked for when it is looked at. */
const Photo = ({ id, token }: { id: string; token: string }) => {
  const { t } = useLanguage()
  const words = t.operator.dispatch.refusedSteps
  const api = useApi()
  const reader = useReader()
  const [isShown, setShown] = useState(false)
  const query = useQuery({
    queryKey: ['refused-proof', reader, id],
    queryFn: ({ signal }) => api.refusedProof(token, id, signal),
    enabled: isShown,
  })
  if (!isShown)
    return (
      <button type="button" className="button" onClick={() => setShown(true)}>
        {words.photo}
      </button>
    )
  if (query.isError) return <span className="muted">{words.gone}</span>
  return query.data?.photo ? <img className="proof-photo" src={query.data.photo.url} alt={words.proofs.photo} /> : null
}

const Proof = ({ step, token }: { step: RefusedStep; token: string }) => {
  const { t } = useLanguage()
  const words = t.operator.dispatch.refusedSteps
  const { proof, reason, comment } = step
  const said = [
    ...(proof ? [words.proofs[proof.kind]] : []),
    ...(proof?.fits === false ? [words.wrongCode] : []),
    ...(proof?.note ? [proof.note] : []),
    ...(reason ? [t.courier.failureReasons[reason]] : []),
    ...(comment ? [comment] : []),
  ]
  return (
    <>
      {said.join(', ')} {proof?.photoId && <Photo id={step.refusedStepId} token={token} />}
    </>
  )
}

/** What couriers say to have done when it was no longer theirs to do, until somebody has sorted it out. */
export const RefusedSteps = ({ day, token }: { day: DispatchDay; token: string }) => {
  const { language, t } = useLanguage()
  const api = useApi()
  const words = t.operator.dispatch.refusedSteps
  const { columns } = t.operator.dispatch
  const settle = useChange<unknown, string>((id) => api.settleRefusedStep(token, id), ['delivery-day'])
  if (day.refusedSteps.length === 0) return null
  return (
    <section className="panel" data-testid="refused-steps">
      <h2>{words.title}</h2>
      <p className="muted small">{words.hint}</p>
      <OperatorTable
        stacks
        columns={[columns.order, words.columns.when, words.columns.deed, words.columns.now, words.columns.proof, '']}
      >
        {day.refusedSteps.map((step) => (
          <tr key={step.refusedStepId} data-testid="refused-step">
            <td>
              <Link to={`/operator/${step.orderId}`}>{step.orderNumber}</Link>
            </td>
            <td>{dayAndTime(step.happenedAt, language, day.timeZone)}</td>
            <td>{`${step.courier.firstName}: ${words.steps[step.step]}`}</td>
            <td>{`${words.whys[step.why]} · ${t.tracking.statuses[step.status === 'unassigned' ? 'preparing' : step.status]}`}</td>
            <td>
              <Proof step={step} token={token} />
            </td>
            <td>
              <button
                type="button"
                className="button"
                data-testid="settle-step"
                disabled={settle.isPending}
                onClick={() => settle.mutate(step.refusedStepId)}
              >
                {words.settle}
              </button>
            </td>
          </tr>
        ))}
      </OperatorTable>
      <ChangeNotice error={settle.error} />
    </section>
  )
}
