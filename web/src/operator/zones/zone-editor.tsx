import { type FormEvent, useState } from 'react'
import { TextInput } from '../../account/text-input.tsx'
import type { OperatorZone } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useLanguage } from '../../i18n/language.ts'
import { textOf } from '../../ui/form-text.ts'
import { ChangeNotice } from '../change-notice.tsx'
import { IdAndNames } from '../id-and-names.tsx'
import { useChange } from '../use-change.ts'
import { FeeFields } from './fee-fields.tsx'
import { feeFormOf, feeOf } from './fee-form.ts'
import { GeoJsonField } from './geojson-field.tsx'
import { OutlineMap } from './outline-map.tsx'
import { outlineOf } from './ring.ts'
import { useBorder } from './use-border.ts'

interface ZoneEditorProps {
  /** None: a new one. */
  zone: OperatorZone | undefined
  zones: readonly OperatorZone[]
  token: string
  onDone: () => void
}

/** A zone's name, fees, border and place among the others. */
export const ZoneEditor = ({ zone: given, zones, token, onDone }: ZoneEditorProps) => {
  const { language, t } = useLanguage()
  // The revision that was seen: what somebody else makes of it meanwhile must not be undone by what is typed here.
  const [zone] = useState(given)
  const { delivery } = t.operator
  const words = delivery.zones
  const api = useApi()
  const [fee, setFee] = useState(() => feeFormOf(zone?.fee))
  const border = useBorder(zone?.outline ?? [])
  const [place] = useState(() => String((zone ? zones.findIndex(({ id }) => id === zone.id) : zones.length) + 1))
  const [wrong, setWrong] = useState<string | number>()
  const saving = useChange(
    (wish: Parameters<typeof api.addZone>[1]) => (zone ? api.changeZone(token, zone, wish) : api.addZone(token, wish)),
    ['zones'],
    onDone,
  )
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => textOf(form, name) ?? ''
    const read = feeOf(fee)
    const ring = border.read()
    setWrong('wrong' in read ? read.wrong : ring && ring.length < 3 ? 'ring' : undefined)
    if ('wrong' in read || ring === undefined || ring.length < 3) return
    const wish = {
      name: { ru: text('nameRu'), en: text('nameEn') },
      fee: read.rule,
      outline: outlineOf(ring),
      // Others may have moved meanwhile: a place that nobody chose here would move it back.
      ...(text('place') !== place && { place: Number(text('place')) }),
    }
    saving.mutate({ ...wish, id: text('id') })
  }
  const refusal = ({ code, fieldErrors }: ApiProblem): string | undefined => {
    if (code === 'already_exists') return words.taken
    return fieldErrors.some(({ field }) => field.startsWith('outline')) ? words.badBorder : undefined
  }
  const others = zones.filter(({ id }) => id !== zone?.id)
  return (
    <form className="panel sections" onSubmit={save} data-testid="zone-editor">
      <h2>{zone ? zone.name[language] : words.addZone}</h2>
      <OutlineMap ring={border.ring} onChange={border.draw} others={others} />
      {wrong === 'ring' && (
        <p className="field-error" role="alert">
          {words.noRing}
        </p>
      )}
      <GeoJsonField border={border} />
      <div className="fields">
        <IdAndNames existing={zone} />
        <FeeFields form={fee} onChange={setFee} wrong={wrong} />
        <TextInput
          label={words.place}
          name="place"
          type="number"
          inputMode="numeric"
          hint={words.placeHint}
          defaultValue={place}
          required
        />
      </div>
      <ChangeNotice error={saving.error} titleOf={refusal} />
      <p className="dispatch-actions">
        <button type="submit" className="button button-primary" data-testid="save-zone" disabled={saving.isPending}>
          {zone ? delivery.save : delivery.add}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {delivery.cancel}
        </button>
      </p>
    </form>
  )
}
