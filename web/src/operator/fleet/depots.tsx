import { type FormEvent, useState } from 'react'
import { TextInput } from '../../account/text-input.tsx'
import type { Depot, DepotNeeds, DepotSettings } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useLanguage } from '../../i18n/language.ts'
import { cityExtent } from '../../map/city-extent.ts'
import { MapFrame } from '../../map/map-frame.tsx'
import { Marker } from '../../map/marker.tsx'
import { PickSurface } from '../../map/pick-surface.tsx'
import { inView, type Place } from '../../map/projection.ts'
import { useCityMap } from '../../map/use-city-map.ts'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { textOf } from '../../ui/form-text.ts'
import { ChangeNotice } from '../change-notice.tsx'
import { IdAndNames } from '../id-and-names.tsx'
import { OperatorTable } from '../operator-table.tsx'
import { useChange } from '../use-change.ts'

const PlaceMap = ({ place, onPick }: { place: Place | undefined; onPick: (place: Place) => void }) => {
  const { t } = useLanguage()
  const words = t.operator.delivery.depots
  const city = useCityMap()
  const [moved, setMoved] = useState({ x: 0, y: 0 })
  const [first] = useState(place)
  const shown = [...cityExtent(city), ...(first ? [first] : [])]
  if (shown.length === 0) return null
  return (
    <figure className="town-map">
      <MapFrame label={words.map} shown={shown} moved={moved}>
        {(view) => (
          <>
            <PickSurface
              view={view}
              onPick={onPick}
              onMove={({ x, y }) => setMoved((before) => ({ x: before.x + x, y: before.y + y }))}
            />
            {place && <Marker point={{ kind: 'door', at: place, label: words.mapOf }} at={inView(view, place)} />}
          </>
        )}
      </MapFrame>
    </figure>
  )
}

interface DepotEditorProps {
  /** None: a new one. */
  depot: Depot | undefined
  token: string
  onDone: () => void
}

const degreesOf = (typed: string): number => Number(typed.trim().replace(',', '.') || Number.NaN)

const DepotEditor = ({ depot: given, token, onDone }: DepotEditorProps) => {
  const { t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.depots
  const api = useApi()
  const [depot] = useState(given)
  const [lat, setLat] = useState(String(depot?.location.lat ?? ''))
  const [lon, setLon] = useState(String(depot?.location.lon ?? ''))
  const saving = useChange(
    (wish: DepotSettings & { id: string }) => {
      const { id, ...settings } = wish
      return depot ? api.changeDepot(token, depot, settings) : api.addDepot(token, { id, ...settings })
    },
    ['depots', 'fleet', 'delivery-day'],
    onDone,
  )
  const location = { lat: degreesOf(lat), lon: degreesOf(lon) }
  const isPlace = Number.isFinite(location.lat) && Number.isFinite(location.lon)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => textOf(form, name) ?? ''
    saving.mutate({ id: text('id'), name: { ru: text('nameRu'), en: text('nameEn') }, location })
  }
  return (
    <form className="sections" onSubmit={save} data-testid="depot-editor">
      <PlaceMap
        place={isPlace ? location : undefined}
        onPick={(place) => {
          setLat(String(place.lat))
          setLon(String(place.lon))
        }}
      />
      <div className="fields">
        <IdAndNames existing={depot} />
        <TextInput
          label={words.lat}
          inputMode="decimal"
          required
          value={lat}
          onChange={({ target }) => setLat(target.value)}
        />
        <TextInput
          label={words.lon}
          inputMode="decimal"
          required
          value={lon}
          onChange={({ target }) => setLon(target.value)}
        />
      </div>
      <ChangeNotice error={saving.error} />
      <p className="dispatch-actions">
        <button
          type="submit"
          className="button button-primary"
          data-testid="save-depot"
          disabled={saving.isPending || !isPlace}
        >
          {depot ? delivery.save : delivery.add}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {delivery.cancel}
        </button>
      </p>
    </form>
  )
}

interface DepotLineProps {
  depot: Depot
  token: string
  /** One is being edited: what is typed there must not get lost. */
  isBusy: boolean
  onChange: () => void
}

const DepotLine = ({ depot, token, isBusy, onChange }: DepotLineProps) => {
  const { language, t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.depots
  const api = useApi()
  const removal = useChange(() => api.removeDepot(token, depot), ['depots'])
  const needed = ({ code, details }: ApiProblem): string | undefined => {
    if (code !== 'in_use') return undefined
    const { couriers = [], tripsUnderWay = 0 } = details as Partial<DepotNeeds>
    return words.needed(couriers.map(({ firstName }) => firstName).join(', '), tripsUnderWay)
  }
  const { lat, lon } = depot.location
  return (
    <tr data-testid="depot" data-depot={depot.id}>
      <td>{depot.name[language]}</td>
      <td>{`${lat}, ${lon}`}</td>
      <td className="courier-day-change">
        <div className="row">
          <button type="button" className="button" data-testid="change-depot" disabled={isBusy} onClick={onChange}>
            {delivery.change}
          </button>
          <AskTwice
            label={words.remove}
            sure={words.removeSure}
            testId="remove-depot"
            isPending={removal.isPending}
            onSure={removal.mutate}
          />
        </div>
        <ChangeNotice error={removal.error} titleOf={needed} />
      </td>
    </tr>
  )
}

/** Where trips begin. */
export const Depots = ({ depots, token }: { depots: readonly Depot[]; token: string }) => {
  const { t } = useLanguage()
  const words = t.operator.delivery.depots
  // The id of a depot; empty: a new one.
  const [edited, setEdited] = useState<string>()
  return (
    <section className="panel sections" aria-labelledby="depots">
      <h2 id="depots">{words.title}</h2>
      <OperatorTable stacks columns={[words.columns.name, words.columns.place, '']}>
        {depots.map((depot) => (
          <DepotLine
            key={depot.id}
            depot={depot}
            token={token}
            isBusy={edited !== undefined}
            onChange={() => setEdited(depot.id)}
          />
        ))}
      </OperatorTable>
      {edited === undefined ? (
        <button type="button" className="button start" data-testid="new-depot" onClick={() => setEdited('')}>
          {words.addDepot}
        </button>
      ) : (
        <DepotEditor
          key={edited}
          depot={depots.find(({ id }) => id === edited)}
          token={token}
          onDone={() => setEdited(undefined)}
        />
      )}
    </section>
  )
}
