import { describe, expect, test } from 'vitest'
import { type Addressee, admit, type Candidate, type Rules } from './admission.ts'

const midnight = Date.parse('2026-11-28T21:00:00Z')
const morning = new Date('2026-11-29T05:00:00Z')
const somebody: Addressee = { isBlocked: false, hasOptedOut: false, fullAtMs: 0 }
const rules: Rules = { perHour: { code: 1, news: 2 }, quiet: { from: 22, to: 8 } }
const news: Candidate = { kind: 'news', timeZone: 'Europe/Moscow', waitsUntil: undefined }
const code: Candidate = { ...news, kind: 'code' }

const reasonFor = (text: Candidate, to: Partial<Addressee>) =>
  admit(text, { ...somebody, ...to }, rules, midnight).reason

describe('a text', () => {
  test('of either kind goes to who has not asked otherwise', () => {
    expect(reasonFor(news, {})).toBeUndefined()
    expect(reasonFor(code, {})).toBeUndefined()
  })
  test('with a code goes to who has opted out, and news do not', () => {
    expect(reasonFor(code, { hasOptedOut: true })).toBeUndefined()
    expect(reasonFor(news, { hasOptedOut: true })).toBe('opted_out')
  })
  test('never goes to a blocked number, whatever else is so', () => {
    expect(reasonFor(code, { isBlocked: true })).toBe('blocked')
    expect(reasonFor(news, { isBlocked: true, hasOptedOut: true, fullAtMs: midnight * 2 })).toBe('blocked')
  })
  test('of either kind is one too many at some point', () => {
    expect(reasonFor(code, { fullAtMs: midnight + 1 })).toBe('limited')
    expect(reasonFor(news, { fullAtMs: midnight + 1 })).toBeUndefined()
    expect(reasonFor(news, { fullAtMs: midnight + 1_800_001 })).toBe('limited')
  })
})

describe('at night', () => {
  const heldUntil = (text: Candidate, by: Rules = rules) => {
    const admission = admit(text, somebody, by, midnight)
    return admission.reason === undefined ? admission.heldUntil : admission.reason
  }
  test('what can wait is held until the morning', () => {
    expect(heldUntil({ ...news, waitsUntil: morning })).toEqual(morning)
  })
  test('what would come too late then, or can not wait, goes at once', () => {
    expect(heldUntil({ ...news, waitsUntil: new Date(morning.getTime() - 1) })).toBeUndefined()
    expect(heldUntil(news)).toBeUndefined()
  })
  test('it is day where the reader is', () => {
    expect(heldUntil({ ...news, waitsUntil: morning, timeZone: 'America/New_York' })).toBeUndefined()
  })
  test('nothing is held where no hours are quiet', () => {
    expect(heldUntil({ ...news, waitsUntil: morning }, { ...rules, quiet: undefined })).toBeUndefined()
  })
})
