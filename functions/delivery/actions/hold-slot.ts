import type { Address } from '@korob/platform/address'
import { database, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { ruleOf } from '../domain/zones.ts'
import { type HoldKey, holdPlace, releaseHold } from '../store/holds.ts'
import { readDayOfSlot } from '../store/slots.ts'
import { keepable, lookAtDays, lookInTurn } from './day-room.ts'
import { isKnown } from './known-days.ts'
import { locate } from './locate.ts'

const holdSeconds = 15 * 60

/** Keeps a place in a slot for this attempt of a checkout. Answers the zone's fee along, which spares a call. */
export const holdSlot = async (request: HoldKey & { slotId: string; address: Address }, now = new Date()) => {
  const { location, zone } = await locate(database, request.address)
  const { slotId, orderId } = request
  const parcel = { location, weightGrams: undefined }
  const slot = await readDayOfSlot(database, slotId)
  // What takes long is done before anybody is kept waiting: in its turn a day is known but for the last changes.
  if (slot && !isKnown(slot.serviceDate)) {
    const [day] = await lookAtDays(database, [slot.serviceDate], orderId)
    keepable(day!, [slot], parcel, now)
  }
  const { outcome, startsAt, endsAt, expiresAt, maxWeightGrams } = await transaction(async (tx) => {
    const day = slot && (await lookInTurn(tx, slot.serviceDate, orderId))
    const fits = day !== undefined && keepable(day, [slot!], parcel, now).length > 0
    const place = await holdPlace(tx, request, { slotId, location, fits }, holdSeconds)
    return { ...place, maxWeightGrams: day?.maxWeightGrams ?? 0 }
  })
  if (outcome === 'wrong_state') throw new Problem('wrong_state')
  if (!startsAt || !endsAt || !expiresAt) throw new Problem('slot_taken', { details: { reason: outcome } })
  return {
    slot: { id: request.slotId, start: startsAt.toISOString(), end: endsAt.toISOString() },
    address: { ...request.address, location },
    expiresAt: expiresAt.toISOString(),
    fee: ruleOf(zone),
    maxWeightGrams,
  }
}

/** Gives the place of this attempt back; a hold of it that comes later is refused. */
export const releaseSlot = async (key: HoldKey) => ({ released: await releaseHold(key) })
