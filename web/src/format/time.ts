import type { Language } from '../api/answers.ts'
import { locales } from './money.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const write = (
  instant: string | number,
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): string => {
  const name = JSON.stringify([language, timeZone, options])
  const format = formats.get(name) ?? new Intl.DateTimeFormat(locales[language], { timeZone, ...options })
  formats.set(name, format)
  return format.format(new Date(instant))
}

/** 14:05 */
export const timeOfDay = (instant: string | number, language: Language, timeZone: string): string =>
  write(instant, language, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** пн, 24 ноября */
export const dayOf = (instant: string | number, language: Language, timeZone: string): string =>
  write(instant, language, timeZone, { weekday: 'short', day: 'numeric', month: 'long' })

/** 24 ноября, 14:05 */
export const dayAndTime = (instant: string | number, language: Language, timeZone: string): string =>
  `${write(instant, language, timeZone, { day: 'numeric', month: 'long' })}, ${timeOfDay(instant, language, timeZone)}`

/** 14:00–16:00 */
export const window = (
  { start, end }: { start: string | number; end: string | number },
  language: Language,
  timeZone: string,
): string => `${timeOfDay(start, language, timeZone)}–${timeOfDay(end, language, timeZone)}`

/** The calendar day in a zone, 2026-11-24: for grouping and comparing. */
export const calendarDay = (instant: string | number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant))

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
const offsetAt = (instantMs: number, timeZone: string): number => {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const shown = Date.parse(`${clock.format(instantMs).replace(' ', 'T')}Z`)
  return shown - Math.floor(instantMs / 1000) * 1000
}

/** The instant at which a calendar day (2026-11-24) begins in a zone, or one so many days later. */
export const startOfDay = (day: string, timeZone: string, daysLater = 0): string => {
  const midnight = Date.parse(`${day}T00:00:00Z`) + daysLater * 86_400_000
  // The offset at UTC's midnight may be another than at the zone's own.
  const near = midnight - offsetAt(midnight, timeZone)
  return new Date(midnight - offsetAt(near, timeZone)).toISOString()
}
