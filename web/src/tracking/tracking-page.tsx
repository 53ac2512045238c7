import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Tracking, TrackingStatus } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { dayAndTime, dayOf, timeOfDay, window } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { timeline } from '../orders/timeline.ts'
import { Definitions } from '../ui/definitions.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { TimelineList } from '../ui/timeline-list.tsx'
import { Title } from '../ui/title.tsx'
import { SlotOffer } from './slot-offer.tsx'
import { TrackingMap } from './tracking-map.tsx'

const pollMs = 5_000
const usualWay: readonly TrackingStatus[] = ['preparing', 'assigned', 'handed_over', 'departed', 'delivered']
const isOver = (status: TrackingStatus): boolean => status === 'delivered' || status === 'cancelled'

const TrackingShown = ({ token, tracking }: { token: string; tracking: Tracking }) => {
  const { language, t } = useLanguage()
  const { orderNumber, status, timeZone, stopsBefore } = tracking
  const title = orderNumber === null ? t.tracking.title : t.tracking.titleOf(orderNumber)
  return (
    <div className="narrow">
      <Title>{title}</Title>
      <h1>{title}</h1>
      <p className="status-line" role="status">
        <span className={`status status-${status}`} data-testid="tracking-status" data-status={status}>
          {t.tracking.statuses[status]}
        </span>
        {status === 'departed' && stopsBefore !== null && (
          <span data-testid="stops-before">{t.tracking.before(stopsBefore)}</span>
        )}
      </p>
      {tracking.code !== null && (
        <p className="handover-code">
          <span>{t.tracking.code}</span>
          <strong data-testid="handover-code">{tracking.code}</strong>
          <span className="muted small">{t.tracking.codeHint}</span>
        </p>
      )}
      {tracking.offer && <SlotOffer key={tracking.offer.slotId} token={token} tracking={tracking} />}
      <TrackingMap tracking={tracking} />
      <Definitions
        rows={[
          [
            t.tracking.window,
            !isOver(status) &&
              tracking.window &&
              `${dayOf(tracking.window.start, language, timeZone)}, ${window(tracking.window, language, timeZone)}`,
          ],
          [t.tracking.eta, !isOver(status) && tracking.eta && timeOfDay(tracking.eta, language, timeZone)],
          [t.tracking.courier, tracking.courier?.firstName],
          [t.tracking.deliveredAt, tracking.deliveredAt && dayAndTime(tracking.deliveredAt, language, timeZone)],
        ]}
      />
      <section className="panel" aria-labelledby="steps">
        <h2 id="steps">{t.tracking.steps}</h2>
        <TimelineList
          steps={timeline<TrackingStatus>(usualWay, tracking.history, status)}
          names={t.tracking.statuses}
          timeZone={timeZone}
        />
      </section>
    </div>
  )
}

export const TrackingPage = () => {
  const { t } = useLanguage()
  const api = useApi()
  const { token = '' } = useParams()
  const query = useQuery({
    queryKey: ['tracking', token],
    queryFn: ({ signal }) => api.tracking(token, signal),
    refetchInterval: ({ state }) => {
      if (state.error instanceof ApiProblem && state.error.status === 404) return false
      return state.data && isOver(state.data.status) ? false : pollMs
    },
  })
  if (query.error instanceof ApiProblem && query.error.status === 404)
    return (
      <>
        <Title>{t.tracking.missing}</Title>
        <h1 className="visually-hidden">{t.tracking.missing}</h1>
        <Empty title={t.tracking.missing} hint={t.tracking.missingHint}>
          <Link className="button" to="/">
            {t.states.toCatalogue}
          </Link>
        </Empty>
      </>
    )
  return <Loaded query={query}>{(tracking) => <TrackingShown token={token} tracking={tracking} />}</Loaded>
}
