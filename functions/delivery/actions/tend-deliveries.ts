import { transaction } from '@korob/platform/database'
import { upcomingSlots } from '../domain/slots.ts'
import { moveToSlot, noteTry, readWaiting, type Waiting } from '../store/deliveries.ts'
import { readToBringAgain } from '../store/failures.ts'
import { purgeHolds } from '../store/holds.ts'
import { purgeLeftStops } from '../store/left-stops.ts'
import { makeOffer } from '../store/slot-offers.ts'
import { closeOrphans } from '../store/slot-settings.ts'
import { readSlotTemplates, writeSlots } from '../store/slots.ts'
import { assignCourier } from './assign-courier.ts'
import { parcelOf } from './day-room.ts'
import { shopTimeZone } from './delivery-events.ts'
import { replan } from './replan.ts'
import { nextFreeSlot } from './take-slot.ts'

/** Slots for the days ahead exist, as their templates say. Returns how many changed. */
export const extendSlots = async (now = new Date()): Promise<number> => {
  const slots = upcomingSlots(await readSlotTemplates(), now, shopTimeZone())
  return (await writeSlots(slots)) + (await closeOrphans(slots.map(({ id }) => id)))
}

/**
 * A new slot for a delivery whose own began without a courier, or that never had one; false if none is free, or it was
 * moved or called off meanwhile. Locks slot, delivery in this order, as everywhere.
 */
const giveSlot = (waiting: Waiting, now: Date): Promise<boolean> =>
  transaction(async (tx) => {
    const slotId = await nextFreeSlot(tx, now, await parcelOf(tx, waiting.orderId), now)
    if (slotId === undefined || !(await moveToSlot(tx, waiting, slotId))) return false
    await makeOffer(tx, waiting.id, waiting.slotId)
    return true
  })

const batchSize = 200

/** Finds couriers for deliveries that have none yet, until the deadline. Returns how many got one. */
export const assignWaiting = async (deadlineMs: number, now = new Date()): Promise<number> => {
  let assigned = 0
  for (const waiting of await readWaiting(batchSize)) {
    if (Date.now() >= deadlineMs) break
    // Moving the stops of others takes time: once is enough, then the hourly look at the whole day goes on with it.
    const hasSlot = !waiting.needsSlot || (await giveSlot(waiting, now))
    if (hasSlot && (await assignCourier(waiting.id, now, !waiting.wasTried))) assigned++
    else await noteTry(waiting.id)
  }
  return assigned
}

/** Gives failed deliveries whose courier is back another slot, until the deadline. Returns how many got one. */
export const replanFailed = async (deadlineMs: number, now = new Date()): Promise<number> => {
  let replanned = 0
  for (const { orderId, returnsAt } of await readToBringAgain(batchSize)) {
    if (Date.now() >= deadlineMs) break
    const after = returnsAt > now ? returnsAt : now
    const deliveryId = await transaction((tx) =>
      replan(tx, orderId, async (turn) => nextFreeSlot(turn, after, await parcelOf(turn, orderId), now)),
    )
    if (deliveryId === undefined) continue
    replanned++
    await assignCourier(deliveryId, now)
  }
  return replanned
}

export const forgetOldHolds = (): Promise<number> => transaction(purgeHolds)

/** What couriers tell comes at most a shift late; people look for longer. */
const leftStopsKeptDays = 30

export const forgetLeftStops = (): Promise<number> => purgeLeftStops(leftStopsKeptDays)
