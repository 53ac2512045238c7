import type { Address } from '@korob/platform/address'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { type HoldKey, isCancelled, lockHold, releaseHold, writeHold } from '../store/holds.ts'
import { heaviestLoad, lockSlot, placesTaken, type SlotWindow } from '../store/slots.ts'
import { locate } from './locate.ts'

const holdSeconds = 15 * 60

const taken = (reason: 'full' | 'closed' | 'unknown' | 'too_heavy') =>
  new Problem('slot_taken', { details: { reason } })

interface Request extends HoldKey {
  slotId: string
  weightGrams: number
}

/** Takes or keeps the place. The slot is locked first, so the last place goes to one order only. */
const take = async (tx: Transaction, request: Request): Promise<{ slot: SlotWindow; expiresAt: Date }> => {
  const { orderId, slotId, weightGrams } = request
  const slot = await lockSlot(tx, slotId)
  if (!slot) throw taken('unknown')
  const known = await lockHold(tx, request)
  if (known?.state === 'released') throw new Problem('wrong_state')
  if (known && known.slotId !== slotId) throw new Problem('wrong_state', { details: { slotId: known.slotId } })
  // The order was confirmed meanwhile: it has the place for good.
  if (known?.state === 'booked') return { slot, expiresAt: slot.endsAt }
  if (!known?.live) {
    if (await isCancelled(tx, orderId)) throw new Problem('wrong_state')
    if (!slot.open) throw taken('closed')
    if (weightGrams > (await heaviestLoad(tx, slotId))) throw taken('too_heavy')
    if ((await placesTaken(tx, slotId, orderId)) >= slot.capacity) throw taken('full')
  }
  const hold = await writeHold(tx, request, slotId, holdSeconds)
  if (!hold) throw new Problem('wrong_state')
  return { slot, expiresAt: hold.expiresAt }
}

/** Keeps a place in a slot for this attempt of a checkout. Answers the zone's fee along, which spares a call. */
export const holdSlot = async (request: HoldKey & { slotId: string; address: Address; weightGrams?: number }) => {
  const { location, zone } = await locate(database, request.address)
  const { orderId, attempt, slotId, weightGrams = 0 } = request
  const { slot, expiresAt } = await transaction((tx) => take(tx, { orderId, attempt, slotId, weightGrams }))
  return {
    slot: { id: slot.id, start: slot.startsAt.toISOString(), end: slot.endsAt.toISOString() },
    address: { ...request.address, location },
    expiresAt: expiresAt.toISOString(),
    fee: { feeMinor: zone.feeMinor, freeFromMinor: zone.freeFromMinor },
  }
}

/** Gives the place of this attempt back; a hold of it that comes later is refused. */
export const releaseSlot = async (key: HoldKey) => ({
  released: await transaction((tx) => releaseHold(tx, key)),
})
