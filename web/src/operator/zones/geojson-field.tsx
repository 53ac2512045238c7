import { useLanguage } from '../../i18n/language.ts'
import { writeGeoJson } from './geojson.ts'
import type { Border } from './use-border.ts'

/** An outline as text: to be taken from elsewhere, or by who can't draw. */
export const GeoJsonField = ({ border: { ring, typed, fault, type, read } }: { border: Border }) => {
  const { t } = useLanguage()
  const { zones } = t.operator.delivery
  return (
    <>
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
            onChange={({ target }) => type(target.value)}
          />
        </label>
        <button
          type="button"
          className="button"
          data-testid="apply-geojson"
          disabled={typed === undefined || typed.trim() === ''}
          onClick={read}
        >
          {zones.apply}
        </button>
      </details>
      {fault && (
        <p className="field-error" role="alert" data-testid="geojson-fault">
          {zones.faults[fault]}
        </p>
      )}
    </>
  )
}
