import { takeOne } from './limit.ts'
import { endOfQuiet, type QuietHours } from './quiet-hours.ts'

/** Why a text never goes out that was worded in time. */
export const withholdings = ['blocked', 'opted_out', 'limited'] as const
export type Withholding = (typeof withholdings)[number]

/** `code`: asked for by who waits for it. `news`: of an order. */
export type Kind = 'code' | 'news'

/** What is known of the number that a text is for. */
export interface Addressee {
  readonly isBlocked: boolean
  readonly hasOptedOut: boolean
  /** When it has its whole allowance of this kind again, ms. */
  readonly fullAtMs: number
}

export interface Rules {
  /** Texts that a number may get in an hour; 0: any number. */
  readonly perHour: Readonly<Record<Kind, number>>
  readonly quiet: QuietHours | undefined
}

/** What is asked about a text. */
export interface Candidate {
  readonly kind: Kind
  /** Of its reader. */
  readonly timeZone: string
  /** The last moment to which it may wait for quiet hours to end; undefined: it can't. */
  readonly waitsUntil: Date | undefined
}

export type Admission =
  | { readonly reason: Withholding }
  | { readonly reason?: never; readonly fullAtMs: number; readonly heldUntil: Date | undefined }

/** The end of the quiet hours, if the text may wait for it. */
const holdOf = ({ waitsUntil, timeZone }: Candidate, { quiet }: Rules, nowMs: number): Date | undefined => {
  const end = quiet && waitsUntil && endOfQuiet(quiet, timeZone, nowMs)
  return end && waitsUntil && end <= waitsUntil ? end : undefined
}

/** Whether a text may go to a number, and when. A code goes to who has opted out: they ask for it themselves. */
export const admit = (text: Candidate, to: Addressee, rules: Rules, nowMs: number): Admission => {
  if (to.isBlocked) return { reason: 'blocked' }
  if (to.hasOptedOut && text.kind !== 'code') return { reason: 'opted_out' }
  const fullAtMs = takeOne(to.fullAtMs, nowMs, rules.perHour[text.kind])
  if (fullAtMs === undefined) return { reason: 'limited' }
  return { fullAtMs, heldUntil: holdOf(text, rules, nowMs) }
}
