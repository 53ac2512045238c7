import type { Place } from './projection.ts'

/** What is pointed out on a map. */
export interface MapPoint {
  kind: 'courier' | 'door' | 'stop'
  at: Place
  /** Said to who can't see the map, and shown to who points at it. */
  label: string
  /** On the marker itself: the number of a stop. */
  sign?: string
  isOver?: boolean
}
