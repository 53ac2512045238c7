import { describe, expect, test } from 'vitest'
import { happenedAt } from './happened-at.ts'

const now = new Date('2026-11-23T15:00:00.000Z')
const departure = new Date('2026-11-23T14:00:00.000Z')

describe('when a step was done', () => {
  test.each([
    ['is now if nobody says', undefined, departure, '2026-11-23T15:00:00.000Z'],
    ['is what the phone says', '2026-11-23T17:40:00.000+03:00', departure, '2026-11-23T14:40:00.000Z'],
    ['is not in the future', '2026-11-23T15:00:01.000Z', departure, '2026-11-23T15:00:00.000Z'],
    ['is not before the departure', '2026-11-23T13:59:00.000Z', departure, '2026-11-23T14:00:00.000Z'],
    ['is not years ago', '1970-01-01T00:00:00.000Z', null, '2026-11-22T23:00:00.000Z'],
    [
      'is now if the departure is ahead of our clock',
      '2026-11-23T14:00:00.000Z',
      new Date('2026-11-23T16:00:00Z'),
      '2026-11-23T15:00:00.000Z',
    ],
  ])('%s', (_, claimed, notBefore, at) => {
    expect(happenedAt(claimed, now, notBefore).toISOString()).toBe(at)
  })
})
