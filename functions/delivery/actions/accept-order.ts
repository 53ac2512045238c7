import type { AfterCommit } from '@korob/platform/consumer'
import type { Transaction } from '@korob/platform/database'
import type { EventOf } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import { count, logger } from '@korob/platform/observability'
import type { Coordinates } from '@korob/platform/schema'
import type { orderConfirmed } from '../../orders/contract.ts'
import { zoneOf } from '../domain/zones.ts'
import { takeTurnForOrder } from '../store/cancelling.ts'
import { insertDelivery, largestVehicle, type PlanningProblem } from '../store/deliveries.ts'
import { gazetteer } from '../store/gazetteer.ts'
import { isCancelled } from '../store/holds.ts'
import { makeOffer } from '../store/slot-offers.ts'
import { readZones } from '../store/zones.ts'
import { assignCourier } from './assign-courier.ts'
import { takeSlot } from './take-slot.ts'

type ConfirmedOrder = EventOf<typeof orderConfirmed>['data']

interface Place {
  location?: Coordinates
  problem?: PlanningProblem
}

/** Checkout located the address if it could ask delivery; if it could not, that is done here. */
const placeOf = async (tx: Transaction, { address, weightGrams }: ConfirmedOrder): Promise<Place> => {
  if (weightGrams > (await largestVehicle(tx))) return { problem: 'too_heavy' }
  if ('location' in address) return { location: address.location }
  const geocoded = await gazetteer(tx)(address)
  if ('unknown' in geocoded) return { problem: 'address_unknown' }
  const { location } = geocoded
  return zoneOf(location, await readZones(tx)) ? { location } : { location, problem: 'out_of_zone' }
}

/**
 * The delivery of a confirmed order begins: its hold becomes a place for good, and once that is committed a courier is
 * found. What can't be planned is kept and marked: an order is never dropped.
 */
export const acceptOrder = async (order: ConfirmedOrder, tx: Transaction): Promise<AfterCommit | undefined> => {
  await takeTurnForOrder(tx, order.orderId)
  if (await isCancelled(tx, order.orderId)) return undefined
  const { location, problem } = await placeOf(tx, order)
  const parcel = { orderId: order.orderId, location, weightGrams: order.weightGrams }
  const slotId = problem ? undefined : await takeSlot(tx, order, parcel, order.slot.id, new Date())
  const id = newId()
  if (!(await insertDelivery(tx, { id, order, location, problem, slotId }))) return undefined
  if (slotId !== undefined && slotId !== order.slot.id) await makeOffer(tx, id, order.slot.id)
  if (problem) {
    count('deliveriesUnplannable')
    logger.error('delivery needs help', { orderId: order.orderId, problem })
    return undefined
  }
  return async () => {
    await assignCourier(id)
  }
}
