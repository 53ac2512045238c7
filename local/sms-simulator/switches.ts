/** Everything the simulator can be told to do wrong. Rates are shares of messages, from 0 to 1. */
export type Switches = {
  /** Every API request answers 503. */
  down: boolean
  /** Requests a second before 429; 0 = no limit. */
  rateLimitPerSecond: number
  /** Share of posts refused with `failWith`; such a message does not exist. */
  failRate: number
  failWith: { status: number; code: number }
  /** Share of posts that are accepted but never answered. */
  timeoutRate: number
  /** Share of posts that are accepted, then the connection is cut before the answer. */
  disconnectRate: number
  /** A post is accepted at once and answered so much later. */
  slowMs: number
  /** Time in the queue before the carrier takes the text; past its ValidityPeriod it fails with 30036. */
  queueDelayMs: number
  /** From `sent` to `delivered` or `undelivered`. */
  receiptDelayMs: number
  /** Share of texts the carrier can't deliver, with `undeliveredWith` as their error code. */
  undeliveredRate: number
  undeliveredWith: number
  /** Share of messages whose status callbacks are never made; the resource still tells the truth. */
  loseReceiptRate: number
  /** Share of messages whose callbacks are made twice. */
  duplicateReceiptRate: number
  /** Share of messages whose `sent` callback comes after the final one. */
  reorderReceiptRate: number
  /** Seeds the generator behind all rates; setting it starts the sequence again. */
  seed: number
}

export const defaultSwitches: Switches = {
  down: false,
  rateLimitPerSecond: 0,
  failRate: 0,
  failWith: { status: 500, code: 20500 },
  timeoutRate: 0,
  disconnectRate: 0,
  slowMs: 0,
  queueDelayMs: 0,
  receiptDelayMs: 300,
  undeliveredRate: 0,
  undeliveredWith: 30003,
  loseReceiptRate: 0,
  duplicateReceiptRate: 0,
  reorderReceiptRate: 0,
  seed: 1,
}

type Check = (value: unknown) => boolean

const number = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const rate: Check = (value) => number(value) && value >= 0 && value <= 1
const wholeUpTo =
  (max: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max
// setTimeout overflows past 2^31 - 1 ms and would fire at once.
const delayMs = wholeUpTo(2 ** 31 - 1)
const refusal: Check = (value) => {
  if (typeof value !== 'object' || value === null) return false
  const { status, code, ...rest } = value as Record<string, unknown>
  return number(status) && status >= 400 && status <= 599 && Number.isInteger(code) && Object.keys(rest).length === 0
}

const checks: Record<keyof Switches, { check: Check; expects: string }> = {
  down: { check: (value) => typeof value === 'boolean', expects: 'true or false' },
  rateLimitPerSecond: { check: wholeUpTo(1_000_000), expects: 'a whole number from 0' },
  failRate: { check: rate, expects: 'a number from 0 to 1' },
  failWith: { check: refusal, expects: '{ "status": 400…599, "code": a whole number }' },
  timeoutRate: { check: rate, expects: 'a number from 0 to 1' },
  disconnectRate: { check: rate, expects: 'a number from 0 to 1' },
  slowMs: { check: delayMs, expects: 'milliseconds, a whole number from 0' },
  queueDelayMs: { check: delayMs, expects: 'milliseconds, a whole number from 0' },
  receiptDelayMs: { check: delayMs, expects: 'milliseconds, a whole number from 0' },
  undeliveredRate: { check: rate, expects: 'a number from 0 to 1' },
  undeliveredWith: { check: wholeUpTo(99_999), expects: 'an error code, such as 30003' },
  loseReceiptRate: { check: rate, expects: 'a number from 0 to 1' },
  duplicateReceiptRate: { check: rate, expects: 'a number from 0 to 1' },
  reorderReceiptRate: { check: rate, expects: 'a number from 0 to 1' },
  seed: { check: wholeUpTo(2 ** 32 - 1), expects: 'a whole number from 0 to 4294967295' },
}

export class InvalidSwitches extends Error {}

/** @throws InvalidSwitches naming the first switch that is unknown or has a wrong value. */
export function parseSwitches(input: unknown): Partial<Switches> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidSwitches('switches must be a JSON object')
  }
  for (const [name, value] of Object.entries(input)) {
    const known = Object.hasOwn(checks, name) ? checks[name as keyof Switches] : undefined
    if (!known) throw new InvalidSwitches(`${name} is not a switch; there are ${Object.keys(checks).join(', ')}`)
    if (!known.check(value)) throw new InvalidSwitches(`${name} must be ${known.expects}`)
  }
  return input as Partial<Switches>
}
