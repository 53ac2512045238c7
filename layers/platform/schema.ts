import { z } from 'zod'

export { z }

/** UUID of any version, lower case. */
export const uuid = z.uuid().transform((value) => value.toLowerCase())

/** Integer amount in minor units (kopecks, cents) of an ISO 4217 currency. */
export const minorUnits = z
  .int()
  .min(0)
  .max(99_999_999_999)
  .meta({ id: 'MinorUnits', description: 'An amount in minor units of its currency, such as kopecks' })
/** Of many amounts: fifty lines of the dearest goods. What may be ordered, and any one price or fee, is `minorUnits`. */
export const minorUnitsSum = z
  .int()
  .min(0)
  .meta({ id: 'MinorUnitsSum', description: 'A sum of amounts in minor units of their currency' })
export const currency = z.enum(['RUB']).meta({ id: 'Currency', description: 'ISO 4217' })

/** Text in both languages of the shop. */
export const localized = z
  .object({ ru: z.string(), en: z.string() })
  .meta({ id: 'Localized', description: 'A text in both languages of the shop' })
export type Localized = z.infer<typeof localized>
export const language = z.enum(['ru', 'en']).meta({ id: 'Language' })
export type Language = z.infer<typeof language>

/** E.164, as libphonenumber formats it; `phone.ts` checks numbering plans. */
export const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/)

/**
 * ISO 8601 instant in UTC or with an offset that PostgreSQL knows: at most 15:59, where ISO 8601 has no bound
 * (https://www.postgresql.org/docs/current/datatype-datetime.html). Its calendar has no year 0.
 */
export const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => value >= '0001', 'must be an instant after Christ')
  .refine((value) => !/[+-](1[6-9]|2\d):\d\d$/.test(value), 'must have an offset of less than 16 hours')
export const date = z.iso.date().refine((value) => value >= '0001', 'must be a date after Christ')

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
/** A time zone by its IANA name, one that clocks here know: what is told by an unknown one could not be put into words. */
export const timeZone = z.string().refine(isTimeZone, 'must be the name of a time zone')

/** From one instant to another. */
export const timeWindow = z.object({ start: instant, end: instant }).meta({ id: 'TimeWindow' })

/** WGS 84, degrees. */
export const coordinates = z
  .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ id: 'Coordinates', description: 'WGS 84, degrees' })
export type Coordinates = z.infer<typeof coordinates>

// What has no place in names and addresses: control characters, signs that turn the direction of what follows them, line
// separators, private and tag characters, and piles of marks or of joiners, which make two texts that look alike differ
// or cover what stands beside them. One joiner is spelling in several scripts, and a comment may have line breaks.
const alwaysUnfit =
  /\p{Cs}|\p{Co}|\p{Bidi_Control}|\p{Noncharacter_Code_Point}|[\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{M}{5}|(\p{Join_Control}|\p{Variation_Selector}){3}/u
const controls = /\p{Cc}|\p{Zl}|\p{Zp}/u
const controlsButBreaks = /(?![\n\t])\p{Cc}/u
const isUnfit = (value: string, breaks: RegExp): boolean => breaks.test(value) || alwaysUnfit.test(value)
const unfitMessage = 'must not contain control or hidden characters'
// Soft hyphens and zero-width spaces come along when a text is copied from a page: whoever pastes them doesn't see them.
const pastedAlong = /[\u00ad\u180e\u200b\u2060\ufeff]/g
const joinersAround = /^[\u200c\u200d]+|[\u200c\u200d]+$/g
const cleaned = (value: string): string =>
  value.normalize('NFC').replaceAll(pastedAlong, '').replaceAll(joinersAround, '').trim()
// What a decoder puts for bytes that it could not read.
const lost = /\ufffd/
const lostMessage = 'has bytes that are not UTF-8'
/** Letters, digits, signs: anything that can be seen. */
const visible = /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u

/** One line a person typed: trimmed, NFC, nothing that can't be seen. */
export const line = (max: number, min = 1) =>
  z
    .string()
    .max(max * 4)
    .transform(cleaned)
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .refine((value) => !isUnfit(value, controls), unfitMessage)
        .refine((value) => !lost.test(value), lostMessage)
        .refine((value) => value === '' || visible.test(value), 'must not be blank'),
    )

/** Several lines a person typed. */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => cleaned(value.replaceAll(/\r\n|[\u2028\u2029]/g, '\n')).replaceAll(/\n{3,}/g, '\n\n'))
    .pipe(
      z
        .string()
        .max(max)
        .refine((value) => !isUnfit(value, controlsButBreaks), unfitMessage)
        .refine((value) => !lost.test(value), lostMessage),
    )
