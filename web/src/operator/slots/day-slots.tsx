import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OperatorSlot, SlotSettings } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useShopConfig } from '../../app/shop-config.ts'
import { calendarDay, window as windowText } from '../../format/time.ts'
import { useLanguage } from '../../i18n/language.ts'
import { textOf } from '../../ui/form-text.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'

const SlotLine = ({ slot, token }: { slot: OperatorSlot; token: string }) => {
  const { language, t } = useLanguage()
  const { timeZone } = useShopConfig()
  const { delivery } = t.operator
  const words = delivery.slots
  const api = useApi()
  const change = useChange((settings: SlotSettings) => api.changeSlot(token, slot, settings), ['slots-of-day'])
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const capacity = textOf(form, 'capacity')
    change.mutate({
      capacity: capacity === undefined ? null : Number(capacity),
      cutoffMinutes: Number(textOf(form, 'cutoffMinutes')),
    })
  }
  return (
    <tr data-testid="day-slot" data-slot={slot.id}>
      <td>
        {windowText(slot, language, timeZone)}
        {slot.revision > 1 && <span className="muted small"> {words.apart}</span>}
      </td>
      <td data-column={words.columns.taken} data-testid="slot-taken">
        {slot.taken}
      </td>
      <td className="courier-day-change">
        <form className="row" onSubmit={save} key={slot.revision}>
          <label className="field">
            {words.columns.capacity}
            {/* Each begins anew with its own value: what a window's change made of the slot must not be undone unseen. */}
            <input
              key={slot.capacity}
              type="number"
              name="capacity"
              min={0}
              placeholder="∞"
              title={words.capacityHint}
              defaultValue={slot.capacity ?? ''}
            />
          </label>
          <label className="field">
            {words.cutoffMinutes}
            <input
              key={slot.cutoffMinutes}
              type="number"
              name="cutoffMinutes"
              min={0}
              required
              defaultValue={slot.cutoffMinutes}
            />
          </label>
          <button type="submit" className="button" data-testid="save-slot" disabled={change.isPending}>
            {delivery.save}
          </button>
        </form>
        <ChangeNotice error={change.error} />
      </td>
    </tr>
  )
}

/** The slots of one day, with what is taken of them. */
export const DaySlots = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const { timeZone } = useShopConfig()
  const words = t.operator.delivery.slots
  const api = useApi()
  const reader = useReader()
  const [date, setDate] = useState(() => calendarDay(Date.now(), timeZone))
  const query = useQuery({
    queryKey: ['slots-of-day', reader, date],
    queryFn: ({ signal }) => api.slotsOfDay(token, date, signal),
  })
  return (
    <section className="panel" aria-labelledby="day-slots">
      <h2 id="day-slots">{words.dayTitle}</h2>
      <p className="muted small">{words.dayHint}</p>
      <label className="field date-field">
        {t.operator.delivery.fleet.date}
        <input
          type="date"
          data-testid="slots-date"
          value={date}
          required
          onChange={({ target }) => target.value && setDate(target.value)}
        />
      </label>
      <Loaded query={query}>
        {({ slots }) =>
          slots.length === 0 ? (
            <Empty title={words.noSlots} />
          ) : (
            <OperatorTable stacks columns={[words.columns.window, words.columns.taken, '']}>
              {slots.map((slot) => (
                <SlotLine key={slot.id} slot={slot} token={token} />
              ))}
            </OperatorTable>
          )
        }
      </Loaded>
    </section>
  )
}
