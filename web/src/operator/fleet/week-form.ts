import type { CourierWeekDay } from '../../api/answers.ts'
import { clockOf, endMinuteOf, minuteOf } from '../../format/minutes.ts'

/** A day of a courier's week as it is typed: times as clocks have them. */
export interface DayForm {
  weekday: number
  works: boolean
  from: string
  until: string
  breaks: readonly BreakForm[]
}

export interface BreakForm {
  key: number
  from: string
  until: string
  minutes: string
}

const usual = { from: '09:30', until: '18:30' }

const formOfDay = (weekday: number, day: CourierWeekDay | undefined): DayForm => ({
  weekday,
  works: day !== undefined,
  from: day ? clockOf(day.startsMinute) : usual.from,
  until: day ? clockOf(day.endsMinute) : usual.until,
  breaks: (day?.breaks ?? []).map(({ fromMinute, untilMinute, minutes }, key) => ({
    key,
    from: clockOf(fromMinute),
    until: clockOf(untilMinute),
    minutes: String(minutes),
  })),
})

/** All seven days, from Monday. */
export const weekFormOf = (week: readonly CourierWeekDay[]): DayForm[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    formOfDay(
      weekday,
      week.find((day) => day.weekday === weekday),
    ),
  )

/** The days that are worked. */
export const weekOf = (form: readonly DayForm[]): CourierWeekDay[] =>
  form
    .filter(({ works }) => works)
    .map(({ weekday, from, until, breaks }) => ({
      weekday,
      startsMinute: minuteOf(from),
      endsMinute: endMinuteOf(until),
      breaks: breaks
        .map((one) => ({
          fromMinute: minuteOf(one.from),
          untilMinute: minuteOf(one.until),
          minutes: Number(one.minutes),
        }))
        .toSorted((a, b) => a.fromMinute - b.fromMinute),
    }))

/** All days that are worked have the hours and breaks of the first of them. */
export const likeFirst = (form: readonly DayForm[]): DayForm[] => {
  const first = form.find(({ works }) => works)
  return form.map((day) => (day.works && first ? { ...first, weekday: day.weekday } : day))
}

export const withBreak = (day: DayForm): DayForm => ({
  ...day,
  breaks: [
    ...day.breaks,
    { key: Math.max(-1, ...day.breaks.map(({ key }) => key)) + 1, from: '13:00', until: '14:00', minutes: '30' },
  ],
})
