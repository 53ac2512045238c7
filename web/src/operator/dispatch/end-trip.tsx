import { useState } from 'react'
import type { DispatchTrip, EndedTrip, TripEnd } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { useChange } from '../use-change.ts'

type Fate = TripEnd['parcels'][number]['fate']

const withCourier = ({ stops }: DispatchTrip) =>
  stops.filter(({ status }) => status === 'handed_over' || status === 'departed' || status === 'failed')

/** Whether somebody may have to end it: its courier has parcels, and can't be helped by planning anew. */
const canBeEnded = (trip: DispatchTrip): boolean =>
  trip.status !== 'finished' && (trip.status === 'departed' || trip.trouble !== null) && withCourier(trip).length > 0

/** A courier who vanished with parcels: what became of each. Asked twice, since orders are cancelled by it. */
export const EndTrip = ({ trip, token }: { trip: DispatchTrip; token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const [fates, setFates] = useState<Readonly<Record<string, Fate>>>({})
  const [worksOn, setWorksOn] = useState(false)
  const words = t.operator.dispatch.end
  const parcels = withCourier(trip).map((stop) => ({ ...stop, fate: fates[stop.deliveryId] }))
  const said = parcels.flatMap(({ deliveryId, fate }) => (fate ? [{ deliveryId, fate }] : []))
  const count = (wanted: Fate) => said.filter(({ fate }) => fate === wanted).length
  const end = useChange<EndedTrip>(
    () =>
      api.endTrip(token, trip.routeId, {
        parcels: said,
        courierWorksOn: worksOn,
      }),
    ['delivery-day'],
  )
  if (end.isSuccess)
    return (
      <p className="notice notice-good" role="status" data-testid="trip-ended">
        {words.done(end.data.moved, end.data.waiting)}
      </p>
    )
  if (!canBeEnded(trip)) return null
  return (
    <details className="end-trip" open={trip.trouble !== null}>
      <summary data-testid="end-trip-open">{words.open}</summary>
      <p className="muted small">{words.hint}</p>
      <ul>
        {parcels.map(({ deliveryId, orderNumber, address, fate }) => (
          <li key={deliveryId}>
            <label className="row">
              <span>
                {orderNumber} · {address.street}, {address.house}
              </span>
              <select
                data-testid="fate"
                data-order={orderNumber}
                value={fate ?? ''}
                onChange={({ target }) => setFates({ ...fates, [deliveryId]: target.value as Fate })}
              >
                <option value="" disabled>
                  {words.fates.unsaid}
                </option>
                <option value="returned">{words.fates.returned}</option>
                <option value="lost">{words.fates.lost}</option>
              </select>
            </label>
          </li>
        ))}
      </ul>
      <label className="check">
        <input
          type="checkbox"
          data-testid="works-on"
          checked={worksOn}
          onChange={({ target }) => setWorksOn(target.checked)}
        />
        {words.worksOn}
      </label>
      <AskTwice
        label={words.button}
        sure={words.sure(count('returned'), count('lost'))}
        testId="end-trip"
        isPending={end.isPending || said.length < parcels.length}
        onSure={() => end.mutate()}
      />
      <ChangeNotice error={end.error} />
    </details>
  )
}
