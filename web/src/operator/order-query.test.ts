import { describe, expect, it } from 'vitest'
import { orderQuery } from './order-query.ts'

const asked = (fields: Record<string, string>, timeZone = 'Europe/Moscow') => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return orderQuery(form, timeZone)
}

describe('the days of an order list', () => {
  it("are the shop's, and the last is asked for whole: from and until today is today", () => {
    expect(asked({ from: '2026-11-28', to: '2026-11-28' })).toMatchObject({
      from: '2026-11-27T21:00:00.000Z',
      to: '2026-11-28T21:00:00.000Z',
    })
    expect(asked({ from: '2026-12-31', to: '2026-12-31' }, 'America/New_York')).toMatchObject({
      from: '2026-12-31T05:00:00.000Z',
      to: '2027-01-01T05:00:00.000Z',
    })
  })

  it('are as long as the clocks make them', () => {
    expect(asked({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')).toMatchObject({
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    })
    expect(asked({ from: '2026-11-01', to: '2026-11-01' }, 'America/New_York')).toMatchObject({
      from: '2026-11-01T04:00:00.000Z',
      to: '2026-11-02T05:00:00.000Z',
    })
  })

  it('are not asked about when they are left empty', () => {
    expect(asked({ from: '', to: ' ', phone: '' })).toMatchObject({ from: undefined, to: undefined, phone: undefined })
  })
})

it.each([
  ['89161234567', '+79161234567'],
  ['8 (916) 123-45-67', '+79161234567'],
  ['7 916 123 45 67', '+79161234567'],
  ['916 123-45-67', '+79161234567'],
  ['+7 916 123-45-67', '+79161234567'],
  ['+44 20 7946 0958', '+442079460958'],
  ['12', '12'],
  ['Анна', 'Анна'],
])('a phone typed as %s is asked for as %s', (typed, sent) => expect(asked({ phone: typed }).phone).toBe(sent))
