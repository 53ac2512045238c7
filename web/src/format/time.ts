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
