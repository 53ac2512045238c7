import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ChangedCourierDay, CourierOnDuty, Fleet } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useShopConfig } from '../../app/shop-config.ts'
import { endMinuteOf, minuteOf } from '../../format/minutes.ts'
import { calendarDay, timeOfDay, window as windowText } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { textOf } from '../../ui/form-text.ts'
import { Loaded } from '../../ui/states.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'
import { OtherDays } from './other-days.tsx'

interface LineProps {
  courier: Fleet['couriers'][number]
  duty: CourierOnDuty | undefined
  date: string
  token: string
}

/** What a change of hours asks for; undefined: as every week. */
type Hours = { startsMinute: number; endsMinute: number } | null | undefined

const Line = ({ courier, duty, date, token }: LineProps) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const { dispatch, delivery } = t.operator
  const words = delivery.fleet
  const api = useApi()
  const change = useChange<ChangedCourierDay, Hours>(
    (hours) =>
      hours === undefined ? api.restoreDuty(token, courier.id, date) : api.setHours(token, courier.id, date, hours),
    ['delivery-day', 'other-days'],
  )
  const set = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const clock = (name: string) => textOf(form, name) ?? ''
    change.mutate({ startsMinute: minuteOf(clock('from')), endsMinute: endMinuteOf(clock('until')) })
  }
  const shown = (instant: string | undefined, usual: string) =>
    instant ? timeOfDay(instant, language, timeZone) : usual
  return (
    <tr data-testid="courier-day" data-courier={courier.id}>
      <td>{courier.firstName}</td>
      <td data-testid="hours">{duty ? windowText(duty.shift, language, timeZone) : words.free}</td>
      <td className="courier-day-change">
        <form className="row" onSubmit={set} key={`${duty?.shift.start} ${duty?.shift.end}`}>
          <input
            type="time"
            name="from"
            aria-label={delivery.from}
            required
            defaultValue={shown(duty?.shift.start, '09:30')}
          />
          <input
            type="time"
            name="until"
            aria-label={delivery.until}
            required
            defaultValue={shown(duty?.shift.end, '18:30')}
          />
          <button type="submit" className="button" data-testid="set-hours" disabled={change.isPending}>
            {words.setHours}
          </button>
          <AskTwice
            label={words.dayOff}
            sure={words.dayOffSure}
            testId="day-off"
            isPending={change.isPending}
            onSure={() => change.mutate(null)}
          />
          <button
            type="button"
            className="button"
            data-testid="as-the-week"
            disabled={change.isPending}
            onClick={() => change.mutate(undefined)}
          >
            {words.asTheWeek}
          </button>
        </form>
        {change.isSuccess && (
          <p className="small" role="status">
            {dispatch.changed(change.data.moved, change.data.waiting)}
            {change.data.onBoard.length > 0 && ` ${dispatch.onBoard(change.data.onBoard.join(', '))}`}
          </p>
        )}
        <ChangeNotice error={change.error} />
        <OtherDays courierId={courier.id} token={token} />
      </td>
    </tr>
  )
}

/** Who works when on one day, other than every week. */
export const CourierDays = ({ couriers, token }: { couriers: Fleet['couriers']; token: string }) => {
  const { t } = useLanguage()
  const { timeZone } = useShopConfig()
  const words = t.operator.delivery.fleet
  const api = useApi()
  const reader = useReader()
  const [date, setDate] = useState(() => calendarDay(Date.now(), timeZone))
  const query = useQuery({
    queryKey: ['delivery-day', reader, date],
    queryFn: ({ signal }) => api.deliveryDay(token, date, signal),
  })
  return (
    <section className="panel" aria-labelledby="courier-days">
      <h2 id="courier-days">{words.day}</h2>
      <p className="muted small">{words.dayHint}</p>
      <label className="field date-field">
        {words.date}
        <input
          type="date"
          data-testid="hours-date"
          value={date}
          required
          onChange={({ target }) => target.value && setDate(target.value)}
        />
      </label>
      <Loaded query={query}>
        {(day) => (
          <OperatorTable stacks columns={[words.columns.name, words.hours, '']}>
            {couriers.map((courier) => (
              <Line
                key={`${date} ${courier.id}`}
                courier={courier}
                duty={day.couriers.find(({ courierId }) => courierId === courier.id)}
                date={date}
                token={token}
              />
            ))}
          </OperatorTable>
        )}
      </Loaded>
    </section>
  )
}
