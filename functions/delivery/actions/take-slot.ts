import type { Transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { closeHolds, type HoldKey, lockHold, readHold } from '../store/holds.ts'
import { lockSlot, openSlots, placesTaken, readDayOfSlot } from '../store/slots.ts'
import { keepable, lookInTurn, type Parcel, parcelOf } from './day-room.ts'
import { PlanMoved } from './plan-outdated.ts'

/** Why an order can't have a place in a slot; undefined if it can. */
export type NoPlace = 'unknown' | 'closed' | 'full'

/** Locks the slot and looks at its cut-off and its upper bound. */
const whyNoPlace = async (tx: Transaction, slotId: string, orderId: string): Promise<NoPlace | undefined> => {
  const slot = await lockSlot(tx, slotId)
  if (!slot) return 'unknown'
  if (!slot.open) return 'closed'
  if (slot.capacity === null) return undefined
  return (await placesTaken(tx, slotId, orderId)) >= slot.capacity ? 'full' : undefined
}

/** Whether a slot has a place for a parcel that a courier can keep. The slot is locked, and its day's turn taken. */
const refusalOfSlot = async (
  tx: Transaction,
  slotId: string,
  parcel: Parcel,
  now: Date,
): Promise<NoPlace | undefined> => {
  const slot = await readDayOfSlot(tx, slotId)
  if (!slot) return 'unknown'
  const day = await lookInTurn(tx, slot.serviceDate, parcel.orderId)
  const refused = await whyNoPlace(tx, slotId, parcel.orderId)
  if (refused) return refused
  return keepable(day, [slot], parcel, now).length > 0 ? undefined : 'full'
}

/** The slot, locked, in which an order that has come here can be brought. @throws Problem slot_taken */
export const freeSlot = async (tx: Transaction, slotId: string, orderId: string, now: Date): Promise<string> => {
  const reason = await refusalOfSlot(tx, slotId, await parcelOf(tx, orderId), now)
  if (reason) throw new Problem('slot_taken', { details: { reason } })
  return slotId
}

/** The next slot after `after` that a courier can keep, locked; days and slots are locked in the order of time. */
export const nextFreeSlot = async (
  tx: Transaction,
  after: Date,
  parcel: Parcel,
  now: Date,
): Promise<string | undefined> => {
  const days = Map.groupBy(await openSlots(tx, after), ({ serviceDate }) => serviceDate)
  for (const [serviceDate, slots] of days) {
    const day = await lookInTurn(tx, serviceDate, parcel.orderId)
    for (const id of keepable(day, slots, parcel, now)) if (!(await whyNoPlace(tx, id, parcel.orderId))) return id
  }
  return undefined
}

/** The wished slot if a courier can come then; else the next; if none can at all, the wished one, where it waits for one. */
const findSlot = async (tx: Transaction, parcel: Parcel, wishedId: string, now: Date): Promise<string | undefined> => {
  const wished = await readDayOfSlot(tx, wishedId)
  if (wished && !(await refusalOfSlot(tx, wishedId, parcel, now))) return wishedId
  const next = await nextFreeSlot(tx, wished?.startsAt ?? new Date(0), parcel, now)
  if (next !== undefined || !wished) return next
  return (await whyNoPlace(tx, wishedId, parcel.orderId)) ? undefined : wishedId
}

/**
 * The slot an order gets: the one held for it; if the hold ran out or was never made, the wished one while it has a
 * place, else the next that has. Undefined when none is free in the days ahead.
 */
export const takeSlot = async (
  tx: Transaction,
  key: HoldKey,
  parcel: Parcel,
  wishedId: string,
  now: Date,
): Promise<string | undefined> => {
  // Looked at before anything is locked: what is held needs no turn.
  const hold = await readHold(tx, key)
  const isHeld = hold?.live === true && hold.slotId === wishedId
  const slotId = isHeld ? wishedId : await findSlot(tx, parcel, wishedId, now)
  if (isHeld) {
    await lockSlot(tx, wishedId)
    // It ran out between two looks.
    if (!(await lockHold(tx, key))?.live) throw new PlanMoved()
  }
  await closeHolds(tx, key)
  return slotId
}
