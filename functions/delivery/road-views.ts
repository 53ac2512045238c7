import { instant, z } from '@korob/platform/schema'

/** What the endpoints for couriers on the road take and answer. */

// Any number is taken: what is no place on Earth is counted as dropped, so that one bad fix doesn't lose the others.
const reportedPosition = z
  .object({
    at: instant.describe('When the device was there, by its own clock'),
    lat: z.number(),
    lon: z.number(),
    accuracyM: z.number().min(0).optional().describe('What the device believes its error to be, metres'),
  })
  .meta({ id: 'ReportedPosition', description: 'WGS 84, degrees' })

export const reportedPositions = z
  .object({ points: z.array(reportedPosition).min(1).max(200) })
  .meta({ id: 'ReportedPositions' })

const count = z.int().min(0)

export const positionsTaken = z
  .object({
    kept: count,
    dropped: z.object({
      future: count.describe('More than a minute ahead of us'),
      offTrip: count.describe('From before the trip under way, or there is none'),
      offMap: count.describe('Far from everywhere we deliver'),
      imprecise: count.describe('Off by more than 500 m'),
      redundant: count.describe('Too close to the one before, in place or time, or late'),
    }),
  })
  .meta({ id: 'PositionsTaken' })
