import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { DispatchDay } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useShopConfig } from '../../app/shop-config.ts'
import { calendarDay } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { textOf } from '../../ui/form-text.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { OperatorFrame } from '../operator-frame.tsx'
import { useReader } from '../reader.ts'
import { DayMap } from './day-map.tsx'
import { OffDuty } from './off-duty.tsx'
import { RefusedSteps } from './refused-steps.tsx'
import { Trip } from './trip.tsx'
import { TroubledDays } from './troubled-days.tsx'
import { Unassigned } from './unassigned.tsx'

/** Couriers move, and orders come in. */
const refreshMs = 15_000

const Day = ({ day, token }: { day: DispatchDay; token: string }) => {
  const { t } = useLanguage()
  const [shown, setShown] = useState<string>()
  const { dispatch } = t.operator
  return (
    <div className="dispatch-day">
      <DayMap day={day} shown={shown} />
      <TroubledDays day={day} />
      <RefusedSteps day={day} token={token} />
      <Unassigned day={day} token={token} />
      {day.couriers.length === 0 && <Empty title={dispatch.nobody} />}
      {day.couriers.length > 0 && day.trips.length === 0 && <p className="muted">{dispatch.noTrips}</p>}
      {day.trips.map((trip) => (
        <Trip
          key={trip.routeId}
          day={day}
          trip={trip}
          token={token}
          isShown={shown === trip.routeId}
          onShow={() => setShown(shown === trip.routeId ? undefined : trip.routeId)}
        />
      ))}
      <OffDuty day={day} token={token} />
    </div>
  )
}

const Dispatch = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const { timeZone } = useShopConfig()
  const [search, setSearch] = useSearchParams()
  const date = search.get('date') ?? calendarDay(Date.now(), timeZone)
  const query = useQuery({
    queryKey: ['delivery-day', reader, date],
    queryFn: ({ signal }) => api.deliveryDay(token, date, signal),
    refetchInterval: refreshMs,
  })
  const show = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setSearch({ date: textOf(new FormData(event.currentTarget), 'date') ?? date })
  }
  const { dispatch } = t.operator
  return (
    <>
      <form className="panel operator-filters" onSubmit={show}>
        <label className="field">
          {dispatch.day}
          <input type="date" name="date" defaultValue={date} key={date} required />
        </label>
        <button type="submit" className="button button-primary" data-testid="show-day">
          {dispatch.show}
        </button>
      </form>
      <Loaded query={query}>{(day) => <Day day={day} token={token} />}</Loaded>
    </>
  )
}

/** Who brings what on a day, to see and to change. */
export const DispatchPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.dispatch.title}>{(token) => <Dispatch token={token} />}</OperatorFrame>
}
