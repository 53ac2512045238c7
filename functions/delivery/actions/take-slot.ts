import type { Transaction } from '@korob/platform/database'
import { closeHolds, type HoldKey, lockHold } from '../store/holds.ts'
import { type LockedSlot, lockSlot, openSlotIds, placesTaken } from '../store/slots.ts'

const hasPlace = async (tx: Transaction, slot: LockedSlot, orderId: string): Promise<boolean> =>
  slot.open && (await placesTaken(tx, slot.id, orderId)) < slot.capacity

/** The next slot after `after` with a free place, locked; slots are locked in the order of time. */
export const nextFreeSlot = async (tx: Transaction, after: Date, orderId: string): Promise<string | undefined> => {
  for (const id of await openSlotIds(tx, after)) {
    const slot = await lockSlot(tx, id)
    if (slot && (await hasPlace(tx, slot, orderId))) return id
  }
  return undefined
}

/**
 * The slot an order gets: the one held for it; if the hold ran out or was never made, the wished one while it has a
 * place, else the next that has. Undefined when none is free in the days ahead.
 */
export const takeSlot = async (tx: Transaction, key: HoldKey, wishedId: string): Promise<string | undefined> => {
  const wished = await lockSlot(tx, wishedId)
  const hold = await lockHold(tx, key)
  const held = wished !== undefined && hold?.slotId === wished.id && hold.live
  const slotId =
    wished && (held || (await hasPlace(tx, wished, key.orderId)))
      ? wished.id
      : await nextFreeSlot(tx, wished?.startsAt ?? new Date(0), key.orderId)
  await closeHolds(tx, key)
  return slotId
}
