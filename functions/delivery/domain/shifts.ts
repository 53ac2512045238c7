/** A courier's hours of one day of the week; minutes after local midnight. */
export interface Shift {
  weekday: number
  startsMinute: number
  endsMinute: number
}

/** A rest of so many minutes that begins between the two. */
export interface ShiftBreak {
  fromMinute: number
  untilMinute: number
  minutes: number
}
