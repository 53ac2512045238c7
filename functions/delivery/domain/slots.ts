import { addDays, atLocalMinute, localDate, weekday } from './local-time.ts'

export interface Shift {
  weekday: number
  /** Minutes after local midnight. */
  startsMinute: number
  endsMinute: number
}

export interface Slot {
  id: string
  serviceDate: string
  startsAt: Date
  endsAt: Date
  /** No place is given away after this. */
  cutoffAt: Date
  /** How many deliveries can be promised. */
  capacity: number
}

export const slotRules = {
  firstMinute: 10 * 60,
  lastMinute: 22 * 60,
  lengthMinutes: 120,
  days: 7,
  /** Time to pick, pack and load. */
  cutoffMinutes: 60,
  /** What a courier keeps up with in town; tests hold that full slots can be planned. */
  stopsPerHour: 5,
} as const

const hour = (minute: number) => String(Math.floor(minute / 60)).padStart(2, '0')

/** Couriers on the road during all of a window. */
const onShift = (shifts: readonly Shift[], day: number, startMinute: number, endMinute: number): number =>
  shifts.filter((shift) => shift.weekday === day && shift.startsMinute <= startMinute && shift.endsMinute >= endMinute)
    .length

/** The slots of the days from `now`; one id means one window, whenever and however often this runs. */
export const upcomingSlots = (shifts: readonly Shift[], now: Date, timeZone: string): Slot[] => {
  const { firstMinute, lastMinute, lengthMinutes, days, cutoffMinutes, stopsPerHour } = slotRules
  const today = localDate(now, timeZone)
  return Array.from({ length: days + 1 }, (_, offset) => addDays(today, offset)).flatMap((serviceDate) =>
    Array.from({ length: (lastMinute - firstMinute) / lengthMinutes }, (_, index): Slot => {
      const start = firstMinute + index * lengthMinutes
      const startsAt = atLocalMinute(serviceDate, start, timeZone)
      const couriers = onShift(shifts, weekday(serviceDate), start, start + lengthMinutes)
      return {
        id: `${serviceDate.replaceAll('-', '')}-${hour(start)}`,
        serviceDate,
        startsAt,
        endsAt: atLocalMinute(serviceDate, start + lengthMinutes, timeZone),
        cutoffAt: new Date(startsAt.getTime() - cutoffMinutes * 60_000),
        capacity: Math.floor((couriers * stopsPerHour * lengthMinutes) / 60),
      }
    }),
  )
}
