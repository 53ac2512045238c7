import type { z } from '@korob/platform/schema'
import type { positionsTaken, reportedPositions } from './road-views.ts'

export const positions: z.input<typeof reportedPositions> = {
  points: [
    { at: '2026-11-23T14:50:00.000Z', lat: 57.3701, lon: 41.0921, accuracyM: 8 },
    { at: '2026-11-23T14:50:12.000Z', lat: 57.3696, lon: 41.0934, accuracyM: 11 },
  ],
}

export const taken: z.output<typeof positionsTaken> = {
  kept: 2,
  dropped: { future: 0, offTrip: 0, offMap: 0, imprecise: 0, redundant: 0 },
}
