/** What is wrong with a trip: its courier should be back, gives no sign of life, or should have set off. */
export const tripTroubles = ['overdue', 'silent', 'not_started'] as const
export type TripTrouble = (typeof tripTroubles)[number]

/** Minutes that a courier is granted. */
export interface Grace {
  overdueMinutes: number
  silentMinutes: number
  startMinutes: number
}

export type WatchedTrip =
  | {
      status: 'departed'
      returnsAt: Date
      /** The last window that is still to be kept: as long as a courier is seen, they are always just about to return. */
      windowsEndAt: Date | null
      /** When the courier was last seen, or did something; the departure, if neither. */
      lastSignAt: Date
    }
  | {
      status: 'planned'
      /** When the courier has to leave to be at the first door as planned. */
      leavesBy: Date
    }

/** The worse of two first. */
export const troubleOf = (trip: WatchedTrip, now: Date, grace: Grace): TripTrouble | null => {
  const isOver = (since: Date, minutes: number) => now.getTime() - since.getTime() > minutes * 60_000
  if (trip.status === 'planned') return isOver(trip.leavesBy, grace.startMinutes) ? 'not_started' : null
  const { returnsAt, windowsEndAt } = trip
  if ([returnsAt, windowsEndAt].some((due) => due && isOver(due, grace.overdueMinutes))) return 'overdue'
  return isOver(trip.lastSignAt, grace.silentMinutes) ? 'silent' : null
}
