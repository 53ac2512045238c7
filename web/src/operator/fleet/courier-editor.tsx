import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { TextInput } from '../../account/text-input.tsx'
import type { CourierSettings, Depot, FleetCourier } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { useLanguage } from '../../i18n/language.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { textOf } from '../../ui/form-text.ts'
import { Loaded } from '../../ui/states.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'
import { WeekFields } from './week-fields.tsx'
import { weekFormOf, weekOf } from './week-form.ts'

const changed = ['fleet', 'fleet-courier', 'delivery-day']

interface EditorProps {
  /** None: a new one. */
  courier: FleetCourier | undefined
  depots: readonly Depot[]
  token: string
  onDone: () => void
}

const Editor = ({ courier: given, depots, token, onDone }: EditorProps) => {
  const { language, t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.fleet
  const api = useApi()
  // The revision that was seen: what somebody else makes of it meanwhile must not be undone by what is typed here.
  const [courier] = useState(given)
  const [week, setWeek] = useState(() => weekFormOf(courier?.week ?? []))
  const saving = useChange(
    (settings: CourierSettings) =>
      courier ? api.changeCourier(token, courier, settings) : api.addCourier(token, settings),
    changed,
    onDone,
  )
  const removal = useChange((gone: FleetCourier) => api.removeCourier(token, gone), changed, onDone)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const number = (name: string) => Number((textOf(form, name) ?? '').replace(',', '.'))
    saving.mutate({
      firstName: textOf(form, 'firstName') ?? '',
      depotId: textOf(form, 'depotId') ?? '',
      capacityGrams: Math.round(number('capacity') * 1000),
      speedFactor: number('speed'),
      week: weekOf(week),
    })
  }
  return (
    <form className="panel sections" onSubmit={save} data-testid="courier-editor">
      <h2>{courier ? courier.firstName : words.addCourier}</h2>
      <div className="fields">
        <TextInput label={words.firstName} name="firstName" defaultValue={courier?.firstName} required maxLength={40} />
        <label className="field">
          {words.depot}
          <select name="depotId" required defaultValue={courier?.depotId}>
            {depots.map(({ id, name }) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          label={words.capacity}
          name="capacity"
          inputMode="decimal"
          required
          defaultValue={courier ? String(courier.capacityGrams / 1000) : '300'}
        />
        <TextInput
          label={words.speed}
          name="speed"
          inputMode="decimal"
          hint={words.speedHint}
          required
          defaultValue={String(courier?.speedFactor ?? 1)}
        />
        <WeekFields week={week} onChange={setWeek} />
      </div>
      <ChangeNotice error={saving.error ?? removal.error} />
      <p className="dispatch-actions">
        <button type="submit" className="button button-primary" data-testid="save-courier" disabled={saving.isPending}>
          {courier ? delivery.save : delivery.add}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {delivery.cancel}
        </button>
        {courier && (
          <AskTwice
            label={words.remove}
            sure={words.removeSure}
            testId="remove-courier"
            isPending={removal.isPending}
            onSure={() => removal.mutate(courier)}
          />
        )}
      </p>
      {!courier && <p className="muted small">{words.added}</p>}
    </form>
  )
}

interface CourierEditorProps {
  /** Empty: a new one. */
  courierId: string
  depots: readonly Depot[]
  token: string
  onDone: () => void
}

/** All that is known of a courier, to be changed; or a new one. */
export const CourierEditor = ({ courierId, depots, token, onDone }: CourierEditorProps) => {
  const { t } = useLanguage()
  const api = useApi()
  const reader = useReader()
  const query = useQuery({
    queryKey: ['fleet-courier', reader, courierId],
    queryFn: ({ signal }) => api.courier(token, courierId, signal),
    enabled: courierId !== '',
    // What is edited is what there is now.
    gcTime: 0,
  })
  if (courierId === '') return <Editor courier={undefined} depots={depots} token={token} onDone={onDone} />
  return (
    <>
      <Loaded query={query}>
        {(courier) => <Editor courier={courier} depots={depots} token={token} onDone={onDone} />}
      </Loaded>
      {query.data === undefined && (
        <button type="button" className="button start" onClick={onDone}>
          {t.operator.delivery.cancel}
        </button>
      )}
    </>
  )
}
