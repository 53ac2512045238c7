import { TextInput } from '../../account/text-input.tsx'
import { useLanguage } from '../../i18n/language.ts'
import { type DayForm, likeFirst, withBreak } from './week-form.ts'

interface DayFieldsProps {
  day: DayForm
  name: string
  onChange: (day: DayForm) => void
}

const DayFields = ({ day, name, onChange }: DayFieldsProps) => {
  const { t } = useLanguage()
  const { fleet, from, until } = t.operator.delivery
  const change = (key: number, part: object) =>
    onChange({ ...day, breaks: day.breaks.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <div className="week-day" data-testid="week-day">
      <label className="check">
        <input
          type="checkbox"
          aria-label={fleet.works(name)}
          checked={day.works}
          onChange={({ target }) => onChange({ ...day, works: target.checked })}
        />
        {name}
      </label>
      {day.works && (
        <div className="row">
          <TextInput
            label={from}
            type="time"
            required
            value={day.from}
            onChange={({ target }) => onChange({ ...day, from: target.value })}
          />
          <TextInput
            label={until}
            type="time"
            required
            value={day.until}
            onChange={({ target }) => onChange({ ...day, until: target.value })}
          />
          <button
            type="button"
            className="button"
            disabled={day.breaks.length >= 6}
            onClick={() => onChange(withBreak(day))}
          >
            {fleet.addBreak}
          </button>
        </div>
      )}
      {day.works &&
        day.breaks.map(({ key, from: begins, until: ends, minutes }) => (
          <div className="row week-break" key={key}>
            <TextInput
              label={fleet.breakFrom}
              type="time"
              required
              value={begins}
              onChange={({ target }) => change(key, { from: target.value })}
            />
            <TextInput
              label={fleet.breakUntil}
              type="time"
              required
              value={ends}
              onChange={({ target }) => change(key, { until: target.value })}
            />
            <TextInput
              label={fleet.breakMinutes}
              type="number"
              inputMode="numeric"
              required
              value={minutes}
              onChange={({ target }) => change(key, { minutes: target.value })}
            />
            <button
              type="button"
              className="button"
              onClick={() => onChange({ ...day, breaks: day.breaks.filter((one) => one.key !== key) })}
            >
              {fleet.removeBreak}
            </button>
          </div>
        ))}
    </div>
  )
}

/** The shifts of a week that repeats, with their breaks. */
export const WeekFields = ({ week, onChange }: { week: readonly DayForm[]; onChange: (week: DayForm[]) => void }) => {
  const { t } = useLanguage()
  const { fleet, weekdays } = t.operator.delivery
  return (
    <fieldset className="field-wide rows">
      <legend>{fleet.week}</legend>
      {week.map((day) => (
        <DayFields
          key={day.weekday}
          day={day}
          name={weekdays[day.weekday - 1] ?? ''}
          onChange={(changed) => onChange(week.map((one) => (one.weekday === changed.weekday ? changed : one)))}
        />
      ))}
      <button type="button" className="button start" onClick={() => onChange(likeFirst(week))}>
        {fleet.likeFirst}
      </button>
    </fieldset>
  )
}
