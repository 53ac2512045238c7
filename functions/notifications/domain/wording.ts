import type { Language } from '@korob/platform/schema'

const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' }

// Intl separates with no-break spaces, which GSM-7 lacks: one of them would double the price of an English text.
const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f\u2009]/g, ' ')

// To make a formatter takes far longer than to use it, and few are ever needed: one a language, currency or time zone.
const formatters = new Map<string, { format: (value: never) => string }>()

const formatterOf = <Formatter extends { format: (value: never) => string }>(
  make: () => Formatter,
  ...of: readonly string[]
): Formatter => {
  const key = of.join(' ')
  const known = formatters.get(key) ?? make()
  formatters.set(key, known)
  return known as Formatter
}

/** 1299000 → «12 990 ₽», `RUB 12,990`: the sign ₽ isn't in GSM-7. Minor units are shown when there are any. */
export const money = (minor: number, currency: string, language: Language): string => {
  const minimumFractionDigits = minor % 100 === 0 ? 0 : 2
  const formatter = formatterOf(
    () =>
      new Intl.NumberFormat(locales[language], {
        style: 'currency',
        currency,
        currencyDisplay: language === 'en' ? 'code' : 'narrowSymbol',
        minimumFractionDigits,
        maximumFractionDigits: 2,
      }),
    'money',
    language,
    currency,
    `${minimumFractionDigits}`,
  )
  return plainSpaces(formatter.format(minor / 100))
}

/** 11:20 in that time zone. */
export const clock = (instant: string, timeZone: string): string =>
  formatterOf(
    () => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }),
    'clock',
    timeZone,
  ).format(new Date(instant))

/** «23 ноября». */
export const day = (instant: string, timeZone: string, language: Language): string =>
  plainSpaces(
    formatterOf(
      () => new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'long', timeZone }),
      'day',
      language,
      timeZone,
    ).format(new Date(instant)),
  )

/** «23 ноября, 10:00–12:00», `23 November, 10:00-12:00`: the dash isn't in GSM-7. */
export const period = (window: { start: string; end: string }, timeZone: string, language: Language): string =>
  `${day(window.start, timeZone, language)}, ${clock(window.start, timeZone)}${language === 'en' ? '-' : '–'}${clock(window.end, timeZone)}`
