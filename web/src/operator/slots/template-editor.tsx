import { type FormEvent, useState } from 'react'
import { TextInput } from '../../account/text-input.tsx'
import type { SlotTemplate, SlotTemplateSettings } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { clockOf, endMinuteOf, minuteOf } from '../../format/minutes.ts'
import { useLanguage } from '../../i18n/language.ts'
import { textOf } from '../../ui/form-text.ts'
import { ChangeNotice } from '../change-notice.tsx'
import { useChange } from '../use-change.ts'

interface TemplateEditorProps {
  /** None: a new one. */
  template: SlotTemplate | undefined
  token: string
  onDone: () => void
}

/** A window that is offered: its days, hours, cut-off and bound. */
export const TemplateEditor = ({ template: given, token, onDone }: TemplateEditorProps) => {
  const { t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.slots
  const api = useApi()
  // The revision that was seen: what somebody else makes of it meanwhile must not be undone by what is typed here.
  const [template] = useState(given)
  const saving = useChange(
    (settings: SlotTemplateSettings) =>
      template ? api.changeSlotTemplate(token, template, settings) : api.addSlotTemplate(token, settings),
    ['slot-templates', 'slots-of-day'],
    onDone,
  )
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => textOf(form, name) ?? ''
    saving.mutate({
      weekdays: form.getAll('weekday').map(Number),
      startsMinute: minuteOf(text('from')),
      endsMinute: endMinuteOf(text('until')),
      cutoffMinutes: Number(text('cutoffMinutes')),
      capacity: text('capacity') === '' ? null : Number(text('capacity')),
    })
  }
  return (
    <form className="panel sections" onSubmit={save} data-testid="template-editor">
      <h2>{template ? `${clockOf(template.startsMinute)}–${clockOf(template.endsMinute)}` : words.addWindow}</h2>
      <div className="fields">
        <fieldset className="field-wide">
          <legend>{words.days}</legend>
          <div className="weekdays">
            {delivery.weekdays.map((name, index) => (
              <label key={name} className="check">
                <input
                  type="checkbox"
                  name="weekday"
                  value={index + 1}
                  defaultChecked={template?.weekdays.includes(index + 1) ?? true}
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
        <TextInput
          label={delivery.from}
          name="from"
          type="time"
          required
          defaultValue={template ? clockOf(template.startsMinute) : '08:00'}
        />
        <TextInput
          label={delivery.until}
          name="until"
          type="time"
          required
          defaultValue={template ? clockOf(template.endsMinute) : '10:00'}
        />
        <TextInput
          label={words.cutoffMinutes}
          name="cutoffMinutes"
          type="number"
          inputMode="numeric"
          required
          defaultValue={String(template?.cutoffMinutes ?? 60)}
        />
        <TextInput
          label={words.capacity}
          name="capacity"
          type="number"
          inputMode="numeric"
          hint={words.capacityHint}
          defaultValue={String(template?.capacity ?? '')}
        />
      </div>
      <ChangeNotice
        error={saving.error}
        titleOf={({ code }) => (code === 'already_exists' ? words.taken : undefined)}
      />
      <p className="dispatch-actions">
        <button type="submit" className="button button-primary" data-testid="save-template" disabled={saving.isPending}>
          {template ? delivery.save : delivery.add}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {delivery.cancel}
        </button>
      </p>
    </form>
  )
}
