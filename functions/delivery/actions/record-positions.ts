import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { Actor } from '@korob/platform/tokens'
import { arrivals } from '../domain/arrivals.ts'
import { boxAround } from '../domain/geometry.ts'
import { phoneClockOffset } from '../domain/phone-clock.ts'
import { type ReportedPoint, screenPositions, type TracePoint } from '../domain/positions.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { readCourier } from '../store/courier-routes.ts'
import {
  insertPositions,
  lockRouteUnderWay,
  purgePositions,
  readDayOfTrip,
  readLastPosition,
  readStopsAhead,
  writeArrivals,
} from '../store/positions.ts'
import { selectOutlines } from '../store/zones.ts'
import { courierIdOf } from './courier-id.ts'
import { restsFrom } from './open-trips.ts'

/** When a courier seen at a place of a locked trip comes to the doors ahead is told anew. */
export const retimeAhead = async (
  tx: Transaction,
  route: { id: string; depot: { lat: number; lon: number } },
  seen: TracePoint,
  now: Date,
): Promise<void> => {
  const { serviceDate, speedFactor, breaks } = await readDayOfTrip(tx, route.id)
  const { etas, returnsMs } = arrivals(
    seen,
    { depot: route.depot, speedFactor, rests: restsFrom(breaks, serviceDate, seen.atMs) },
    await readStopsAhead(tx, route.id),
    cityTravelTimes,
    now.getTime(),
  )
  await writeArrivals(tx, route.id, etas, returnsMs)
}

interface Reported {
  at: string
  lat: number
  lon: number
  accuracyM?: number | undefined
}

/**
 * Where the courier was. What can't be or isn't needed is left out and counted; a batch is never refused for a bad point.
 * @param sentAt what the phone's clock said as it told so: how far it is off is known by that
 * @throws Problem not_found for a courier who is not in the fleet
 */
export const recordPositions = async (
  actor: Actor,
  points: readonly Reported[],
  sentAt?: string | undefined,
  now = new Date(),
) => {
  const offsetMs = phoneClockOffset(sentAt, now)
  const pointOf = ({ at, ...rest }: Reported): ReportedPoint => ({ ...rest, atMs: Date.parse(at) + offsetMs })
  const courierId = courierIdOf(actor)
  if (!(await readCourier(courierId))) throw new Problem('not_found')
  const area = boxAround((await selectOutlines(database)).flat())
  return transaction(async (tx) => {
    const route = await lockRouteUnderWay(tx, courierId)
    const { kept, dropped } = screenPositions(points.map(pointOf), {
      nowMs: now.getTime(),
      sinceMs: route?.departedAt.getTime(),
      area,
      last: await readLastPosition(tx, courierId),
    })
    const latest = kept.at(-1)
    if (route && latest) {
      await insertPositions(tx, courierId, kept)
      await retimeAhead(tx, route, latest, now)
    }
    return { kept: kept.length, dropped }
  })
}

/** Long enough to look into a complaint of the same day. */
const keptHours = 24

export const forgetPositions = (): Promise<number> => purgePositions(keptHours)
