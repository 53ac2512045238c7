import { type FormEvent, useState } from 'react'
import type { Facets } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import type { FilterProps } from './filters.tsx'

const wholeRoubles = (text: string): number | undefined => (/^\d{1,8}$/.test(text) ? Number(text) : undefined)
const digits = (text: string): string => text.replace(/\D/g, '').slice(0, 8)

/** Bars of how many cost how much: a picture of what the bounds would cut off. */
const Histogram = ({ steps }: { steps: Facets['price']['steps'] }) => {
  const { t } = useLanguage()
  const most = Math.max(...steps.map(({ count }) => count))
  if (steps.length < 2) return null
  return (
    <div className="histogram" role="img" aria-label={t.catalogue.histogram}>
      {steps.map(({ from, count }) => (
        <span key={from} style={{ '--share': count / most }} title={`${Math.floor(from / 100)}+: ${count}`} />
      ))}
    </div>
  )
}

/** Applied on Enter or when a field is left: a price half typed is not yet meant. */
export const PriceFilter = ({ state, facets, onChange }: FilterProps) => {
  const { t } = useLanguage()
  const [low, setLow] = useState(String(state.minPrice ?? ''))
  const [high, setHigh] = useState(String(state.maxPrice ?? ''))
  const apply = () => {
    const next = { ...state, minPrice: wholeRoubles(low), maxPrice: wholeRoubles(high) }
    if (next.minPrice !== state.minPrice || next.maxPrice !== state.maxPrice) onChange(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  const { min, max } = facets?.price ?? { min: null, max: null }
  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend>{t.catalogue.price}</legend>
        <Histogram steps={facets?.price.steps ?? []} />
        <div className="price-range">
          <input
            name="priceFrom"
            inputMode="numeric"
            autoComplete="off"
            aria-label={`${t.catalogue.price} ${t.catalogue.priceFrom}`}
            placeholder={`${t.catalogue.priceFrom}${min === null ? '' : ` ${Math.floor(min / 100)}`}`}
            value={low}
            onChange={(event) => setLow(digits(event.target.value))}
            onBlur={apply}
          />
          <input
            name="priceTo"
            inputMode="numeric"
            autoComplete="off"
            aria-label={`${t.catalogue.price} ${t.catalogue.priceTo}`}
            placeholder={`${t.catalogue.priceTo}${max === null ? '' : ` ${Math.ceil(max / 100)}`}`}
            value={high}
            onChange={(event) => setHigh(digits(event.target.value))}
            onBlur={apply}
          />
          {/* Enter sends a form with two fields only if it has a button. */}
          <button type="submit" hidden />
        </div>
      </fieldset>
    </form>
  )
}
