import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { type FieldError, invalidField, Problem } from '@korob/platform/errors'
import { newEvent } from '@korob/platform/events'
import { publishAll } from '@korob/platform/outbox'
import { deliveryLost } from '../contract.ts'
import { afterStep } from '../domain/delivery-states.ts'
import { localDate } from '../domain/local-time.ts'
import { takeTurnForOrder, touchRoute } from '../store/cancelling.ts'
import {
  endTripNow,
  type Fate,
  lockParcels,
  lockTrip,
  loseParcels,
  noteFates,
  readOrdersOf,
  readParcels,
  readTrip,
  type TripParcel,
  takeParcelsBack,
} from '../store/ended-trips.ts'
import { markCancelled, releaseHolds } from '../store/holds.ts'
import { assignReleased, changeDay } from './change-duty.ts'
import { publishParcelsBack, shopTimeZone } from './delivery-events.ts'

export interface TripEnd {
  parcels: readonly { deliveryId: string; fate: Fate }[]
  /** Whether the courier is there, and gets another trip. */
  courierWorksOn: boolean
}

/** It is with the courier, as far as is known: somebody has to say where it is. */
const isOpen = ({ isHere, status }: TripParcel): boolean =>
  isHere && (status === 'handed_over' || status === 'departed' || status === 'failed')

const refuseUnfit = (parcels: readonly TripParcel[], open: readonly TripParcel[], wished: TripEnd['parcels']): void => {
  const known = new Map(parcels.map((parcel) => [parcel.deliveryId, parcel]))
  const named = new Set<string>()
  const errors = wished.flatMap(({ deliveryId }, index): FieldError[] => {
    const parcel = known.get(deliveryId)
    const field = `parcels.${index}.deliveryId`
    if (named.has(deliveryId)) return [{ field, message: 'is named twice' }]
    named.add(deliveryId)
    if (!parcel) return [{ field, message: 'is not of this trip' }]
    return parcel.isHere && parcel.status === 'assigned' ? [{ field, message: 'is at the depot' }] : []
  })
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  const missing = open.filter(({ deliveryId }) => !named.has(deliveryId))
  if (missing.length > 0)
    throw invalidField('parcels', `nothing is said of ${missing.map(({ orderNumber }) => orderNumber).join(', ')}`)
}

const lose = async (tx: Transaction, parcels: readonly TripParcel[], operatorId: string): Promise<void> => {
  for (const { orderId } of parcels) {
    await markCancelled(tx, orderId)
    await releaseHolds(tx, orderId)
  }
  const ids = parcels.map(({ deliveryId }) => deliveryId)
  const lost = await loseParcels(tx, ids, operatorId)
  if (lost.length !== ids.length) throw new Error('a locked delivery changed')
  await publishAll(
    tx,
    lost.map(({ version, lostAt, ...one }) => ({
      definition: deliveryLost,
      event: newEvent(deliveryLost, one.orderId, version, { ...one, lostAt: lostAt.toISOString() }),
    })),
  )
}

/** Answers the parcels that wait for a courier now. */
const settle = async (
  tx: Transaction,
  routeId: string,
  open: readonly TripParcel[],
  fateOf: ReadonlyMap<string, Fate>,
  operatorId: string,
): Promise<string[]> => {
  const withFate = (fate: Fate) => open.filter(({ deliveryId }) => fateOf.get(deliveryId) === fate)
  await lose(tx, withFate('lost'), operatorId)
  // What came in vain is planned anew as after any trip; its attempt was one.
  const back = withFate('returned').flatMap(({ deliveryId, status }) =>
    afterStep(status, 'takeBack') === undefined ? [] : [deliveryId],
  )
  if (!(await takeParcelsBack(tx, back, operatorId))) throw new Error('a locked delivery changed')
  await publishParcelsBack(tx, back)
  await noteFates(
    tx,
    routeId,
    open.map(({ deliveryId }) => ({ deliveryId, fate: fateOf.get(deliveryId)! })),
    operatorId,
  )
  return back
}

const end = async (tx: Transaction, routeId: string, { parcels: wished }: TripEnd, operatorId: string) => {
  // Whoever cancels or accepts an order takes its turn before its trip.
  const lost = wished.flatMap(({ deliveryId, fate }) => (fate === 'lost' ? [deliveryId] : []))
  for (const { orderId } of await readOrdersOf(lost)) await takeTurnForOrder(tx, orderId)
  const trip = await lockTrip(tx, routeId)
  if (!trip) throw new Problem('not_found')
  const parcels = await lockParcels(tx, routeId)
  // On a trip that is over, what came in vain is on its way to another slot already.
  const open = trip.status === 'finished' ? [] : parcels.filter(isOpen)
  refuseUnfit(parcels, open, wished)
  const fateOf = new Map(wished.map(({ deliveryId, fate }) => [deliveryId, fate]))
  if (open.length === 0) return { back: [], isEnded: parcels.some((parcel) => parcel.fate !== null) }
  const back = await settle(tx, routeId, open, fateOf, operatorId)
  await touchRoute(tx, routeId)
  if (trip.status === 'departed') await endTripNow(tx, routeId)
  await recordAction(tx, {
    operatorId,
    action: 'trip.end',
    target: { type: 'trip', id: routeId },
    before: { status: trip.status },
    after: {
      status: (await readTrip(tx, routeId)).status,
      parcels: open.map(({ orderNumber, deliveryId }) => ({ orderNumber, fate: fateOf.get(deliveryId) })),
    },
  })
  return { back, isEnded: true }
}

const show = async (routeId: string) => ({
  routeId,
  status: (await readTrip(database, routeId)).status,
  parcels: (await readParcels(database, routeId)).map(({ deliveryId, orderNumber, status, fate }) => ({
    deliveryId,
    orderNumber,
    status,
    fate,
  })),
})

/**
 * Ends a trip for a courier who won't: what came back is planned anew, without an attempt; what is lost is cancelled.
 * Whatever the courier has told until then counts. Unless they work on, their day is over, so that nothing is planned for
 * them. Again, it changes nothing.
 * @throws Problem not_found, invalid_request for parcels that are left out, of other trips, or at the depot
 */
export const endTrip = async (routeId: string, wish: TripEnd, operatorId: string, now = new Date()) => {
  const { back, isEnded } = await transaction((tx) => end(tx, routeId, wish, operatorId))
  const { courierId, serviceDate } = await readTrip(database, routeId)
  // A courier who has finished the trip by then is there. A day that is over is no reason to take them off the next.
  if (isEnded && !wish.courierWorksOn && serviceDate >= localDate(now, shopTimeZone())) {
    await changeDay(courierId, serviceDate, null, operatorId, now).catch((error) => {
      // Who has left the fleet since has no day.
      if (!(error instanceof Problem && error.code === 'not_found')) throw error
    })
  }
  const waiting = await assignReleased(back, now)
  return { ...(await show(routeId)), moved: back.length - waiting, waiting }
}
