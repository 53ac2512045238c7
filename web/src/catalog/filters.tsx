import { useId, useState } from 'react'
import type { Facets } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { AttributeFilters } from './attribute-filters.tsx'
import { CategoryFilter } from './category-filter.tsx'
import { PriceFilter } from './price-filter.tsx'
import { filtersChosen, type SearchState, withoutFilters } from './search-state.ts'

export interface FilterProps {
  state: SearchState
  facets: Facets | undefined
  onChange: (state: SearchState) => void
}

const BrandFilter = ({ state, facets, onChange }: FilterProps) => {
  const { t } = useLanguage()
  const counted = facets?.brands ?? []
  // A brand that was chosen stays there to be let go, though nothing of it is found now.
  const gone = state.brands.filter((slug) => !counted.some((brand) => brand.slug === slug))
  const brands = [...counted, ...gone.map((slug) => ({ slug, name: slug, count: 0 }))]
  if (brands.length === 0) return null
  const toggle = (slug: string, on: boolean) =>
    onChange({ ...state, brands: on ? [...state.brands, slug] : state.brands.filter((one) => one !== slug) })
  return (
    <fieldset>
      <legend>{t.catalogue.brand}</legend>
      <div className="filter-list">
        {brands.map(({ slug, name, count }) => (
          <label key={slug} className="check">
            <input
              type="checkbox"
              name="brand"
              value={slug}
              checked={state.brands.includes(slug)}
              onChange={(event) => toggle(slug, event.target.checked)}
            />
            <span>{name}</span>
            <span className="muted">{count}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export const Filters = ({ state, facets, onChange }: FilterProps) => {
  const { t } = useLanguage()
  const [open, setOpen] = useState(false)
  const panel = useId()
  const chosen = filtersChosen(state)
  return (
    <aside className="filters" aria-label={t.catalogue.filters}>
      <button
        type="button"
        className="button filters-toggle"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        {chosen === 0 ? t.catalogue.filters : t.catalogue.filtersOn(chosen)}
      </button>
      <div id={panel} className={open ? 'filters-panel filters-open' : 'filters-panel'}>
        <CategoryFilter state={state} facets={facets} onChange={onChange} />
        <PriceFilter key={`${state.minPrice} ${state.maxPrice}`} state={state} facets={facets} onChange={onChange} />
        <BrandFilter state={state} facets={facets} onChange={onChange} />
        <label className="check">
          <input
            type="checkbox"
            name="inStock"
            checked={state.inStock}
            onChange={(event) => onChange({ ...state, inStock: event.target.checked })}
          />
          <span>{t.catalogue.inStock}</span>
          <span className="muted">{facets?.inStock}</span>
        </label>
        <label className="check">
          <input
            type="checkbox"
            name="discount"
            checked={state.discount}
            onChange={(event) => onChange({ ...state, discount: event.target.checked })}
          />
          <span>{t.catalogue.discount}</span>
          <span className="muted">{facets?.discounted}</span>
        </label>
        <AttributeFilters state={state} facets={facets} onChange={onChange} />
        {chosen > 0 && (
          <button type="button" className="link-button" onClick={() => onChange(withoutFilters(state))}>
            {t.catalogue.resetFilters}
          </button>
        )}
      </div>
    </aside>
  )
}
