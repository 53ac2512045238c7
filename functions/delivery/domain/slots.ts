import { addDays, atLocalMinute, localDate, weekday } from './local-time.ts'

/** A window that is offered on some days of the week; minutes after local midnight. */
export interface SlotTemplate {
  id: string
  /** ISO 8601: Monday 1 … Sunday 7. */
  weekdays: readonly number[]
  startsMinute: number
  endsMinute: number
  /** No place is given away so shortly before it begins: time to pick, pack and load. */
  cutoffMinutes: number
  /** At most so many deliveries; null: as many as can be driven. */
  capacity: number | null
}

export interface Slot {
  id: string
  templateId: string
  serviceDate: string
  startsAt: Date
  endsAt: Date
  /** No place is given away after this. */
  cutoffAt: Date
  capacity: number | null
}

/** Today and so many days more are offered. */
export const daysAhead = 7

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** 20261122-10, or 20261122-1030. */
const idOf = (serviceDate: string, minute: number): string =>
  `${serviceDate.replaceAll('-', '')}-${twoDigits(Math.floor(minute / 60))}${minute % 60 === 0 ? '' : twoDigits(minute % 60)}`

/** The slots of the days from `now`; one id means one window, whenever and however often this runs. Of several that begin together the first template's is taken. */
export const upcomingSlots = (templates: readonly SlotTemplate[], now: Date, timeZone: string): Slot[] => {
  const today = localDate(now, timeZone)
  const slots = new Map<number, Slot>()
  for (let offset = 0; offset <= daysAhead; offset++) {
    const serviceDate = addDays(today, offset)
    for (const { id, weekdays, startsMinute, endsMinute, cutoffMinutes, capacity } of templates) {
      const startsAt = atLocalMinute(serviceDate, startsMinute, timeZone)
      const endsAt = atLocalMinute(serviceDate, endsMinute, timeZone)
      // Where clocks go forward, a window may be left with nothing.
      if (!weekdays.includes(weekday(serviceDate)) || slots.has(startsAt.getTime()) || startsAt >= endsAt) continue
      slots.set(startsAt.getTime(), {
        id: idOf(serviceDate, startsMinute),
        templateId: id,
        serviceDate,
        startsAt,
        endsAt,
        cutoffAt: new Date(startsAt.getTime() - cutoffMinutes * 60_000),
        capacity,
      })
    }
  }
  return [...slots.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}
