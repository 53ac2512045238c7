import { expect, it } from 'vitest'
import { likeFirst, weekFormOf, weekOf, withBreak } from './week-form.ts'

const week = [
  { weekday: 1, startsMinute: 570, endsMinute: 1110, breaks: [{ fromMinute: 780, untilMinute: 840, minutes: 45 }] },
  { weekday: 6, startsMinute: 810, endsMinute: 1440, breaks: [] },
]

it('reads a week as it was written, midnight at its end too', () => {
  expect(weekOf(weekFormOf(week))).toEqual(week)
  expect(weekOf(weekFormOf([]))).toEqual([])
})

it('makes all days that are worked like the first, and no free day a working one', () => {
  const [monday, saturday, ...more] = weekOf(likeFirst(weekFormOf(week)))
  expect(saturday).toEqual({ ...monday, weekday: 6 })
  expect(more).toEqual([])
  expect(weekOf(likeFirst(weekFormOf([])))).toEqual([])
})

it('tells breaks in the order they are taken', () => {
  const [monday] = weekFormOf(week)
  if (!monday) throw new Error('no Monday')
  const early = { ...withBreak(monday), works: true }
  const breaks = early.breaks.map((one) => (one.key === 1 ? { ...one, from: '10:00', until: '10:30' } : one))
  expect(weekOf([{ ...early, breaks }])[0]?.breaks.map(({ fromMinute }) => fromMinute)).toEqual([600, 780])
})
