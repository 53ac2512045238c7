import { useState } from 'react'
import { useLanguage } from '../../i18n/language.ts'
import { type GeoJsonFault, readGeoJson, writeGeoJson } from './geojson.ts'
import type { Ring } from './ring.ts'

/** An outline as text: to be taken from elsewhere, or by who can't draw. */
export const GeoJsonField = ({ ring, onChange }: { ring: Ring; onChange: (ring: Ring) => void }) => {
  const { t } = useLanguage()
  const { zones } = t.operator.delivery
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<GeoJsonFault>()
  const apply = () => {
    const found = readGeoJson(typed ?? '')
    if ('fault' in found) return setFault(found.fault)
    setFault(undefined)
    setTyped(undefined)
    onChange(found.ring)
  }
  return (
    <details>
      <summary>{zones.geojson}</summary>
      <label className="field">
        <span className="visually-hidden">{zones.geojson}</span>
        <textarea
          rows={4}
          spellCheck={false}
          data-testid="geojson"
          value={typed ?? (ring.length === 0 ? '' : writeGeoJson(ring))}
          aria-invalid={fault !== undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
      {fault && (
        <p className="field-error" role="alert" data-testid="geojson-fault">
          {zones.faults[fault]}
        </p>
      )}
      <button
        type="button"
        className="button"
        data-testid="apply-geojson"
        disabled={typed === undefined}
        onClick={apply}
      >
        {zones.apply}
      </button>
    </details>
  )
}
