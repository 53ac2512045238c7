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

/** ISO 8601 instant in UTC or with an offset. */
export const instant = z.iso.datetime({ offset: true })
// PostgreSQL's calendar has no year 0.
export const date = z.iso.date().refine((value) => value >= '0001', 'must be a date after Christ')

/** From one instant to another. */
export const timeWindow = z.object({ start: instant, end: instant }).meta({ id: 'TimeWindow' })

/** WGS 84, degrees. */
export const coordinates = z
  .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ id: 'Coordinates', description: 'WGS 84, degrees' })
export type Coordinates = z.infer<typeof coordinates>

// Control characters have no place in names and addresses, nor do those that turn the direction of what follows them; a
// comment may have line breaks.
const controls = /\p{Cc}|\p{Cs}|\p{Bidi_Control}/u
const controlsButBreaks = /(?![\n\t])\p{Cc}|\p{Cs}|\p{Bidi_Control}/u
// What a decoder puts for bytes that it could not read.
const lost = /\ufffd/
/** Letters, digits, signs: anything that can be seen. */
const visible = /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u

/** One line a person typed: trimmed, NFC, no control characters. */
export const line = (max: number, min = 1) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .refine((value) => !controls.test(value), 'must not contain control characters')
        .refine((value) => !lost.test(value), 'has bytes that are not UTF-8')
        .refine((value) => value === '' || visible.test(value), 'must not be blank'),
    )

/** Several lines a person typed. */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .max(max)
        .refine((value) => !controlsButBreaks.test(value), 'must not contain control characters')
        .refine((value) => !lost.test(value), 'has bytes that are not UTF-8'),
    )
