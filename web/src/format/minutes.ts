/** A minute of the day as a time field has it: 570 → 09:30. Midnight at the day's end is 00:00. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The minute of the day; NaN for what is no time. */
export const minuteOf = (clock: string): number => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? []
  return Number(hours) * 60 + Number(minutes)
}

/** The same of what ends then: 00:00 is the day's end. */
export const endMinuteOf = (clock: string): number =>
  minuteOf(clock) || (clock.startsWith('00:00') ? 24 * 60 : Number.NaN)
