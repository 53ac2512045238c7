import type { DispatchDay, DispatchTrip } from '../../api/answers.ts'
import { dayAndTime, timeOfDay, window as windowText } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { OperatorTable } from '../operator-table.tsx'
import { EndTrip } from './end-trip.tsx'
import { GiveTo } from './give-to.tsx'
import { TakeOff } from './take-off.tsx'

interface TripProps {
  day: DispatchDay
  trip: DispatchTrip
  token: string
  isShown: boolean
  onShow: () => void
}

/** A courier's trip: its stops in order, each to be given to another until its parcel is packed. */
export const Trip = ({ day, trip, token, isShown, onShow }: TripProps) => {
  const { language, t } = useLanguage()
  const { dispatch } = t.operator
  const { columns } = dispatch
  const { timeZone } = day
  const { courier, stops } = trip
  const duty = day.couriers.find(({ courierId }) => courierId === courier.id)
  return (
    <section className="panel" data-testid="trip" data-courier={courier.id}>
      <h2>
        {courier.firstName} · {dispatch.trip(trip.trip)}
      </h2>
      <p className="muted">
        {[
          dispatch.statuses[trip.status],
          dispatch.stops(stops.length),
          dispatch.back(timeOfDay(trip.returnsAt, language, timeZone)),
          ...(duty ? [dispatch.shift(windowText(duty.shift, language, timeZone))] : []),
        ].join(' · ')}
      </p>
      {trip.trouble && (
        <p className="notice notice-warning" role="status" data-testid="trouble" data-trouble={trip.trouble}>
          {[
            dispatch.troubles[trip.trouble],
            ...(trip.lastSignAt ? [dispatch.lastSign(dayAndTime(trip.lastSignAt, language, timeZone))] : []),
          ].join(', ')}
        </p>
      )}
      <OperatorTable columns={['', columns.at, columns.order, columns.address, columns.window, columns.courier]}>
        {stops.map((stop) => (
          <tr key={stop.deliveryId} data-testid="dispatch-stop">
            <td>{stop.position ?? '×'}</td>
            <td>{timeOfDay(stop.eta, language, timeZone)}</td>
            <td>{stop.orderNumber}</td>
            <td>{`${stop.address.street}, ${stop.address.house}`}</td>
            <td>{windowText(stop.window, language, timeZone)}</td>
            <td>
              {stop.status === 'assigned' ? (
                <GiveTo day={day} deliveryId={stop.deliveryId} courierId={courier.id} token={token} />
              ) : (
                t.tracking.statuses[stop.status === 'unassigned' ? 'preparing' : stop.status]
              )}
            </td>
          </tr>
        ))}
      </OperatorTable>
      <p className="dispatch-actions">
        <button type="button" className="button" aria-pressed={isShown} data-testid="show-trip" onClick={onShow}>
          {dispatch.onMap}
        </button>
        {duty && trip.status === 'planned' && <TakeOff courierId={courier.id} date={day.date} token={token} />}
      </p>
      <EndTrip trip={trip} token={token} />
    </section>
  )
}
