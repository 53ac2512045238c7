import type { Language } from '../api/answers.ts'

export const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' }

const formats = new Map<string, Intl.NumberFormat>()

const formatOf = (language: Language, currency: string): Intl.NumberFormat => {
  const name = `${language} ${currency}`
  const known = formats.get(name)
  if (known) return known
  const format = new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  })
  formats.set(name, format)
  return format
}

const digitsOf = (format: Intl.NumberFormat): number => format.resolvedOptions().maximumFractionDigits ?? 2

/** An amount in minor units as people write it: 149000 RUB → 1 490 ₽. */
export const money = (minor: number, currency: string, language: Language): string => {
  const format = formatOf(language, currency)
  const digits = digitsOf(format)
  // Written as a decimal, not divided: a quotient of binary fractions may round to another kopeck.
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return format.format(`${minor < 0 ? '-' : ''}${decimal}` as Intl.StringNumericLiteral)
}

/** What is saved against an old price, in whole per cent, rounded down so that it never promises too much. */
export const percentOff = (minor: number, oldMinor: number): number =>
  oldMinor > 0 ? Math.max(0, Math.floor(((oldMinor - minor) * 100) / oldMinor)) : 0

/** As it is typed into a field: 24950 → 249.50. */
export const amountOf = (minor: number): string =>
  minor % 100 === 0 ? String(minor / 100) : `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`

/** What was typed, in minor units of a hundredth; undefined for what is no amount. */
export const minorOf = (text: string): number | undefined => {
  const [, whole, part = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replaceAll(/\s/g, '')) ?? []
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
