import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { cheapestInsertion } from '../domain/insertion.ts'
import { obstacles } from '../domain/obstacles.ts'
import { type PlannedStop, serviceMs, timetable } from '../domain/timetable.ts'
import { cityTravelTimes } from '../domain/travel-times.ts'
import { readUnassigned } from '../store/deliveries.ts'
import { readDeliveryToMove, readOrderNumbers } from '../store/dispatch.ts'
import { readTripsOfDays } from '../store/plans.ts'
import { type Anew, commitPlan } from './commit-plan.ts'
import { candidateOf, type TripCandidate } from './open-trips.ts'
import { PlanOutdated } from './plan-outdated.ts'

const maxRounds = 5

export interface Move {
  courierId: string
  /** Which stop of the trip it becomes, from 1; where it costs least if that isn't said. */
  position?: number | undefined
}

const idsInText = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** People know orders by their numbers. */
const withNumbers = async (reasons: readonly string[]): Promise<string[]> => {
  const ids = reasons.flatMap((reason) => reason.match(idsInText) ?? [])
  const numbers = ids.length > 0 ? await readOrderNumbers(ids) : new Map<string, string>()
  return reasons.map((reason) => reason.replaceAll(idsInText, (id) => numbers.get(id) ?? id))
}

const refuse = async (reasons: readonly string[]): Promise<Problem> =>
  new Problem('not_feasible', { details: { reasons: await withNumbers(reasons) } })

const anewOf = (candidate: TripCandidate, stops: PlannedStop[]): Anew => ({
  candidate,
  stops,
  timetable: timetable(candidate, stops, cityTravelTimes),
})

/** The trip with the stop in it. @throws Problem not_feasible */
const withStop = async (
  target: TripCandidate,
  stop: PlannedStop,
  position: number | undefined,
): Promise<PlannedStop[]> => {
  if (position === undefined) {
    const found = cheapestInsertion(stop, [target], cityTravelTimes)
    if (found) return found.stops
  }
  const at = position === undefined ? target.stops.length : Math.min(position - 1, target.stops.length)
  const stops = target.stops.toSpliced(at, 0, stop)
  const reasons = obstacles(target, stops, cityTravelTimes)
  if (reasons.length > 0) throw await refuse(reasons)
  return stops
}

interface Planned {
  serviceDate: string
  trips: TripCandidate[]
  anew: Anew[]
  before: string | null
}

const plan = async (deliveryId: string, { courierId, position }: Move, now: Date): Promise<Planned> => {
  const delivery = await readDeliveryToMove(deliveryId)
  if (!delivery) throw new Problem('not_found')
  const { status, serviceDate, problem } = delivery
  if ((status !== 'assigned' && status !== 'unassigned') || problem || !serviceDate)
    throw new Problem('wrong_state', { details: { deliveryStatus: status } })
  const open = await readTripsOfDays(database, [serviceDate])
  const trips = open.map((trip) => candidateOf(trip, serviceDate, now))
  const target = trips.find((trip) => trip.open.courierId === courierId)
  if (!target) throw await refuse(['the courier does not work on that day'])
  const source = trips.find(({ stops }) => stops.some((stop) => stop.deliveryId === deliveryId))
  const stop =
    source?.stops.find((one) => one.deliveryId === deliveryId) ?? (await readUnassigned(deliveryId, serviceMs))
  // It has set off, or was given a courier, between two looks.
  if (!stop) throw new PlanOutdated()
  const without = (trip: TripCandidate): TripCandidate => ({
    ...trip,
    stops: trip.stops.filter((one) => one.deliveryId !== deliveryId),
  })
  const stops = await withStop(without(target), stop, position)
  const anew = [anewOf(target, stops)]
  if (source && source !== target) anew.push(anewOf(source, [...without(source).stops]))
  return { serviceDate, trips, anew, before: source?.open.courierId ?? null }
}

const commit = async (tx: Transaction, deliveryId: string, planned: Planned, move: Move, operatorId: string) => {
  await commitPlan(tx, planned.serviceDate, planned.trips, planned.anew, false)
  await recordAction(tx, {
    operatorId,
    action: 'delivery.move',
    target: { type: 'delivery', id: deliveryId },
    before: { courierId: planned.before },
    after: { courierId: move.courierId, position: move.position ?? null },
  })
}

/**
 * A delivery goes to another courier, or another place of its trip, if all that was promised can be kept.
 * @throws Problem not_found, wrong_state once its parcel is packed, not_feasible with what stands in the way, unavailable if others always come between
 */
export const moveDelivery = async (deliveryId: string, move: Move, operatorId: string, now = new Date()) => {
  for (let round = 1; round <= maxRounds; round++) {
    try {
      const planned = await plan(deliveryId, move, now)
      await transaction((tx) => commit(tx, deliveryId, planned, move, operatorId))
      const { stops, timetable: times } = planned.anew[0]!
      const index = stops.findIndex((stop) => stop.deliveryId === deliveryId)
      return {
        deliveryId,
        courierId: move.courierId,
        position: index + 1,
        eta: new Date(times.etasMs[index]!).toISOString(),
      }
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error
    }
  }
  throw new Problem('unavailable', { retryAfterSeconds: 1 })
}
