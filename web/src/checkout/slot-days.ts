import type { Slot } from '../api/answers.ts'
import { calendarDay } from '../format/time.ts'

export interface SlotDay {
  /** 2026-11-24, in the shop's zone. */
  day: string
  slots: Slot[]
  /** Whether anything can still be chosen. */
  open: boolean
}

/** Slots by their day in the shop's zone, in the order of time. */
export const slotDays = (slots: readonly Slot[], timeZone: string): SlotDay[] => {
  const days = new Map<string, Slot[]>()
  for (const slot of slots) {
    const day = calendarDay(slot.start, timeZone)
    days.set(day, [...(days.get(day) ?? []), slot])
  }
  return [...days].map(([day, ofDay]) => ({ day, slots: ofDay, open: ofDay.some(({ available }) => available) }))
}

/** The slot if it can still be chosen, else ''. */
export const stillOpen = (slots: readonly Slot[] | undefined, slotId: string): string =>
  slots === undefined || slots.some(({ id, available }) => id === slotId && available) ? slotId : ''
