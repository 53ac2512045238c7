import { describe, expect, it } from 'vitest'
import { timeline } from './timeline.ts'

const usual = ['placed', 'confirmed', 'scheduled', 'delivered'] as const
type Status = (typeof usual)[number] | 'cancelled' | 'failed'
const shown = (history: Status[], current: Status) =>
  timeline<Status>(
    usual,
    history.map((status, index) => ({ status, at: `t${index}` })),
    current,
  ).map(({ status, at, state }) => `${status} ${at ?? '-'} ${state}`)

describe('the timeline', () => {
  it('shows what was, where it is, and what is ahead', () => {
    expect(shown(['placed', 'confirmed'], 'confirmed')).toEqual([
      'placed t0 done',
      'confirmed t1 current',
      'scheduled - ahead',
      'delivered - ahead',
    ])
  })

  it('shows a status that the history does not tell of yet', () => {
    expect(shown([], 'placed')[0]).toBe('placed - current')
  })

  it('does not promise steps that were skipped', () => {
    expect(shown(['placed', 'scheduled'], 'scheduled')).toEqual([
      'placed t0 done',
      'scheduled t1 current',
      'delivered - ahead',
    ])
  })

  it('has nothing ahead at its end, good or bad', () => {
    expect(shown(['placed', 'delivered'], 'delivered')).toEqual(['placed t0 done', 'delivered t1 done'])
    expect(shown(['placed', 'cancelled'], 'cancelled')).toEqual(['placed t0 done', 'cancelled t1 done'])
  })

  it('goes on after a failed attempt', () => {
    expect(shown(['placed', 'failed', 'scheduled'], 'scheduled')).toEqual([
      'placed t0 done',
      'failed t1 done',
      'scheduled t2 current',
      'delivered - ahead',
    ])
  })
})
