import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OperatorZone } from '../../api/answers.ts'
import { useApi } from '../../api/api.ts'
import { money } from '../../format/money.ts'
import { useLanguage } from '../../i18n/language.ts'
import { MapFrame } from '../../map/map-frame.tsx'
import { AskTwice } from '../../ui/ask-twice.tsx'
import { Loaded } from '../../ui/states.tsx'
import { ChangeNotice } from '../change-notice.tsx'
import { OperatorFrame } from '../operator-frame.tsx'
import { useReader } from '../reader.ts'
import { useChange } from '../use-change.ts'
import { ZoneDrawing } from './zone-drawing.tsx'
import { ZoneEditor } from './zone-editor.tsx'

const currency = 'RUB'

const ZonesMap = ({ zones }: { zones: readonly OperatorZone[] }) => {
  const { language, t } = useLanguage()
  const places = zones.flatMap(({ outline }) => outline.map(([lon, lat]) => ({ lat, lon })))
  if (places.length === 0) return null
  return (
    <figure className="town-map">
      <MapFrame label={t.operator.delivery.zones.map} shown={places}>
        {(view) =>
          // The first to be asked lies over the others.
          zones
            .map((zone, index) => (
              <ZoneDrawing key={zone.id} view={view} zone={zone} name={zone.name[language]} index={index} />
            ))
            .toReversed()
        }
      </MapFrame>
    </figure>
  )
}

interface ZoneLineProps {
  zone: OperatorZone
  index: number
  token: string
  onChange: () => void
}

const ZoneLine = ({ zone, index, token, onChange }: ZoneLineProps) => {
  const { language, t } = useLanguage()
  const { delivery } = t.operator
  const words = delivery.zones
  const api = useApi()
  const removal = useChange(() => api.removeZone(token, zone), ['zones'])
  const sum = (minor: number) => money(minor, currency, language)
  const { feeMinor, freeFromMinor, weightSteps } = zone.fee
  return (
    <li className="panel zone-line" data-testid="zone" data-zone={zone.id}>
      <span className={`zone-sign map-zone-${index % 4}`} aria-hidden="true" />
      <div className="zone-facts">
        <strong>{zone.name[language]}</strong>
        <span className="muted small">
          {[
            words.fee(sum(feeMinor)),
            freeFromMinor === null ? words.neverFree : words.freeFrom(sum(freeFromMinor)),
            ...weightSteps.map(({ fromGrams, extraMinor }) => words.step(fromGrams / 1000, sum(extraMinor))),
          ].join(' · ')}
        </span>
      </div>
      <button type="button" className="button" data-testid="change-zone" onClick={onChange}>
        {delivery.change}
      </button>
      <AskTwice
        label={words.remove}
        sure={words.removeSure}
        testId="remove-zone"
        isPending={removal.isPending}
        onSure={removal.mutate}
      />
      <ChangeNotice error={removal.error} titleOf={({ code }) => (code === 'in_use' ? words.last : undefined)} />
    </li>
  )
}

const Zones = ({ token }: { token: string }) => {
  const { t } = useLanguage()
  const words = t.operator.delivery.zones
  const api = useApi()
  const reader = useReader()
  // The id of a zone; empty: a new one.
  const [edited, setEdited] = useState<string>()
  const query = useQuery({ queryKey: ['zones', reader], queryFn: ({ signal }) => api.zones(token, signal) })
  return (
    <Loaded query={query}>
      {({ zones }) => {
        const zone = zones.find(({ id }) => id === edited)
        const editor = (
          <ZoneEditor key={edited} zone={zone} zones={zones} token={token} onDone={() => setEdited(undefined)} />
        )
        return (
          <div className="sections">
            <p className="muted">{words.hint}</p>
            {edited === undefined ? <ZonesMap zones={zones} /> : editor}
            {edited === undefined && (
              <ol className="order-list">
                {zones.map((one, index) => (
                  <ZoneLine key={one.id} zone={one} index={index} token={token} onChange={() => setEdited(one.id)} />
                ))}
              </ol>
            )}
            {edited === undefined && (
              <button type="button" className="button start" data-testid="new-zone" onClick={() => setEdited('')}>
                {words.addZone}
              </button>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

/** Where the shop delivers, and what it costs there. */
export const ZonesPage = () => {
  const { t } = useLanguage()
  return <OperatorFrame title={t.operator.delivery.zones.title}>{(token) => <Zones token={token} />}</OperatorFrame>
}
