import type { Language, ProductAttribute } from '../api/answers.ts'
import type { Messages } from '../i18n/ru.ts'
import { locales } from './money.ts'

/** A unit as it is written in a language. */
export const unitOf = (unit: string, t: Messages): string => (t.units as Record<string, string>)[unit] ?? unit

/** The value of a product's attribute: 26 см, да, чугун. */
export const attributeValue = ({ value, unit }: ProductAttribute, language: Language, t: Messages): string => {
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (typeof value !== 'number') return value[language]
  const number = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 3 }).format(value)
  return unit === null ? number : `${number}\u00a0${unitOf(unit, t)}`
}

/** 2,35 кг; under a kilogram, in grams. */
export const weight = (grams: number, language: Language, t: Messages): string => {
  const write = (value: number) => new Intl.NumberFormat(locales[language], { maximumFractionDigits: 2 }).format(value)
  return grams < 1000 ? `${write(grams)}\u00a0${t.units.g}` : `${write(grams / 1000)}\u00a0${t.units.kg}`
}
