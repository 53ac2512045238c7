import { type FormEvent, useState } from 'react'
import type { AttributeFacet } from '../api/answers.ts'
import { unitOf } from '../format/attribute.ts'
import { useLanguage } from '../i18n/language.ts'
import type { FilterProps } from './filters.tsx'

interface FacetProps extends Omit<FilterProps, 'facets'> {
  facet: AttributeFacet
}

const chosenOf = (attributes: readonly string[], key: string): string[] =>
  attributes.filter((one) => one.startsWith(`${key}:`)).map((one) => one.slice(key.length + 1))

const ValuesFilter = ({ facet, state, onChange }: FacetProps) => {
  const { language, t } = useLanguage()
  const values = facet.values.map(({ value, count }) =>
    typeof value === 'boolean'
      ? { sent: String(value), also: '', text: value ? t.yes : t.no, count }
      : { sent: value[language], also: value[language === 'ru' ? 'en' : 'ru'], text: value[language], count },
  )
  const chosen = chosenOf(state.attributes, facet.key)
  // A link in the other language names a value by its other name.
  const isOn = ({ sent, also }: { sent: string; also: string }) => chosen.includes(sent) || chosen.includes(also)
  const toggle = (value: { sent: string; also: string }, on: boolean) => {
    const others = state.attributes.filter(
      (one) => one !== `${facet.key}:${value.sent}` && one !== `${facet.key}:${value.also}`,
    )
    onChange({ ...state, attributes: on ? [...others, `${facet.key}:${value.sent}`] : others })
  }
  return (
    <div className="filter-list">
      {values.map((value) => (
        <label key={value.sent} className="check">
          <input
            type="checkbox"
            name={`attr-${facet.key}`}
            value={value.sent}
            checked={isOn(value)}
            onChange={(event) => toggle(value, event.target.checked)}
          />
          <span>{value.text}</span>
          <span className="muted">{value.count}</span>
        </label>
      ))}
    </div>
  )
}

const bound = (text: string): string =>
  /^\d{1,9}(?:[.,]\d{1,3})?$/.test(text.trim()) ? text.trim().replace(',', '.') : ''

const NumberFilter = ({ facet, state, onChange }: FacetProps) => {
  const { language, t } = useLanguage()
  const [now = ''] = chosenOf(state.attributes, facet.key)
  const [from = '', to = from] = now.split('..')
  const [low, setLow] = useState(from)
  const [high, setHigh] = useState(to)
  const apply = () => {
    const [a, b] = [bound(low), bound(high)]
    const [min, max] = a !== '' && b !== '' && Number(a) > Number(b) ? [b, a] : [a, b]
    const wanted = min === '' && max === '' ? '' : `${min}..${max}`
    if (wanted === now) return
    const others = state.attributes.filter((one) => !one.startsWith(`${facet.key}:`))
    onChange({ ...state, attributes: wanted === '' ? others : [...others, `${facet.key}:${wanted}`] })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  const name = facet.name[language]
  return (
    <form className="price-range" onSubmit={submit}>
      <input
        name={`attr-${facet.key}-from`}
        inputMode="decimal"
        autoComplete="off"
        aria-label={t.catalogue.attributeFrom(name)}
        placeholder={`${t.catalogue.priceFrom} ${facet.min ?? ''}`}
        value={low}
        onChange={(event) => setLow(event.target.value)}
        onBlur={apply}
      />
      <input
        name={`attr-${facet.key}-to`}
        inputMode="decimal"
        autoComplete="off"
        aria-label={t.catalogue.attributeTo(name)}
        placeholder={`${t.catalogue.priceTo} ${facet.max ?? ''}`}
        value={high}
        onChange={(event) => setHigh(event.target.value)}
        onBlur={apply}
      />
      <button type="submit" hidden />
    </form>
  )
}

/** The attributes that matter for what was found; one that nothing can be chosen of is left out. */
export const AttributeFilters = ({ state, facets, onChange }: FilterProps) => {
  const { language, t } = useLanguage()
  const isChoice = (facet: AttributeFacet) =>
    chosenOf(state.attributes, facet.key).length > 0 ||
    (facet.type === 'number' ? facet.min !== facet.max : facet.values.length > 1)
  return (facets?.attributes ?? []).filter(isChoice).map((facet) => (
    <fieldset key={`${facet.key} ${chosenOf(state.attributes, facet.key).join()}`} data-facet={facet.key}>
      <legend>
        {facet.name[language]}
        {facet.unit === null ? '' : `, ${unitOf(facet.unit, t)}`}
      </legend>
      {facet.type === 'number' ? (
        <NumberFilter facet={facet} state={state} onChange={onChange} />
      ) : (
        <ValuesFilter facet={facet} state={state} onChange={onChange} />
      )}
    </fieldset>
  ))
}
