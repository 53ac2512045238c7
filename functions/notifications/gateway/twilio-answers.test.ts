import { describe, expect, test } from 'vitest'
import { readSendAnswer, retryAfterMs } from './twilio-answers.ts'

const read = (status: number, body: unknown, retryAfter?: string) =>
  readSendAnswer({ status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter }, 0)

describe('what an answer means for a text', () => {
  test('created: the gateway has it', () => {
    expect(read(201, { sid: 'SM1', status: 'queued' })).toEqual({ kind: 'accepted', gatewayId: 'SM1', httpStatus: 201 })
  })
  test.each([
    { status: 201, body: 'not json' },
    { status: 200, body: {} },
    { status: 500, body: { code: 20500 } },
    { status: 502, body: '<html>' },
    { status: 503, body: 'upstream connect error or disconnect/reset before headers' },
    { status: 504, body: '' },
  ])('HTTP $status that says nothing of it: unknown', ({ status, body }) => {
    expect(read(status, body).kind).toBe('unknown')
  })
  test.each([
    { status: 429, code: 20429 },
    { status: 503, code: 20503 },
    { status: 401, code: 20003 },
    { status: 400, code: 21611 },
    { status: 400, code: 21606 },
    { status: 400, code: 21704 },
    { status: 400, code: 21730 },
    { status: 307, code: 0 },
  ])('HTTP $status, $code: not taken, later it may be', ({ status, code }) => {
    expect(read(status, { code }).kind).toBe('postponed')
  })
  test.each([21211, 21610, 21614, 21617])('HTTP 400, %d: never', (code) => {
    expect(read(400, { code, message: 'no' })).toMatchObject({ kind: 'refused', gatewayCode: code })
  })
  test.each([20003, 20005, 21601, 21609, 21660, 21703, 21705])(
    '%d: the shop’s own account, number or service is at fault',
    (code) => {
      expect(read(400, { code })).toMatchObject({ kind: 'postponed', isOurFault: true, wholeGateway: true })
    },
  )
  test.each([21408, 21612])('%d: the settings don’t serve a country, and texts to others need not wait', (code) => {
    expect(read(400, { code })).toMatchObject({ kind: 'postponed', isOurFault: true, wholeGateway: false })
  })
  test('the gateway’s Retry-After is kept', () => {
    expect(read(429, {}, '7')).toMatchObject({ retryAfterMs: 7_000 })
  })
})

test('Retry-After comes as seconds or as a date, and nonsense is none', () => {
  expect(retryAfterMs('3', 0)).toBe(3_000)
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 1_000)).toBe(4_000)
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 9_000)).toBe(0)
  expect(retryAfterMs('soon', 0)).toBeUndefined()
  expect(retryAfterMs(undefined, 0)).toBeUndefined()
  expect(retryAfterMs('999999999', 0)).toBe(3_600_000)
})
