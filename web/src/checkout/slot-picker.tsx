import { useId, useState } from 'react'
import type { QuotedSlots } from '../api/answers.ts'
import { dayOf, window } from '../format/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { Loaded, type QueryLike } from '../ui/states.tsx'
import type { FieldFault } from './draft.ts'
import { useFaultText } from './field.tsx'
import { slotDays } from './slot-days.ts'

interface SlotChoiceProps {
  slotId: string
  onChange: (slotId: string) => void
  invalid: boolean
  describedBy: string | undefined
}

const SlotChoice = ({ answer, slotId, onChange, invalid, describedBy }: SlotChoiceProps & { answer: QuotedSlots }) => {
  const { language, t } = useLanguage()
  const { slots, timeZone } = answer
  const days = slotDays(slots, timeZone)
  const [picked, setPicked] = useState<string>()
  const byDay = picked !== undefined && days.some(({ day }) => day === picked) ? picked : undefined
  const bySlot = days.find((day) => day.slots.some(({ id }) => id === slotId))?.day
  const shown = byDay ?? bySlot ?? days.find(({ open }) => open)?.day
  if (!days.some(({ open }) => open)) return <p className="notice notice-warning">{t.checkout.noSlots}</p>
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset inside the fieldset would be announced twice */}
      <div className="days" role="group" aria-label={t.checkout.day}>
        {days.map(({ day, open }) => (
          <button
            key={day}
            type="button"
            className="day"
            aria-pressed={day === shown}
            disabled={!open}
            onClick={() => setPicked(day)}
          >
            {dayOf(`${day}T12:00:00Z`, language, 'UTC')}
          </button>
        ))}
      </div>
      <div className="choices" role="radiogroup" aria-label={t.checkout.hours} aria-describedby={describedBy}>
        {days
          .find(({ day }) => day === shown)
          ?.slots.map((slot) => (
            <label key={slot.id} className={slot.available ? 'choice' : 'choice choice-off'}>
              <input
                type="radio"
                name="slot"
                value={slot.id}
                data-testid={slot.available ? 'slot' : 'slot-taken'}
                checked={slot.id === slotId}
                disabled={!slot.available}
                aria-invalid={invalid}
                onChange={() => onChange(slot.id)}
              />
              <span>{window(slot, language, timeZone)}</span>
              {!slot.available && <span className="muted small">{t.checkout.full}</span>}
            </label>
          ))}
      </div>
    </>
  )
}

interface SlotPickerProps {
  query: QueryLike<QuotedSlots>
  slotId: string
  fault: FieldFault | undefined
  onChange: (slotId: string) => void
}

export const SlotPicker = ({ query, slotId, fault, onChange }: SlotPickerProps) => {
  const { t } = useLanguage()
  const id = useId()
  const error = useFaultText()('slot', fault)
  return (
    <fieldset className="panel">
      <legend>{t.checkout.slot}</legend>
      <Loaded query={query}>
        {(answer) => (
          <SlotChoice
            answer={answer}
            slotId={slotId}
            onChange={onChange}
            invalid={error !== undefined}
            describedBy={error && id}
          />
        )}
      </Loaded>
      {error && (
        <p className="field-error" id={id}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
