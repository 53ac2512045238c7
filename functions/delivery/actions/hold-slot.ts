import type { Address } from '@korob/platform/address'
import { database, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { ruleOf } from '../domain/zones.ts'
import { type HoldKey, holdPlace, releaseHold } from '../store/holds.ts'
import { readDayOfSlot, takeTurnForDay } from '../store/slots.ts'
import { slotsThatFit } from './day-room.ts'
import { locate } from './locate.ts'

const holdSeconds = 15 * 60

/** Keeps a place in a slot for this attempt of a checkout. Answers the zone's fee along, which spares a call. */
export const holdSlot = async (request: HoldKey & { slotId: string; address: Address }, now = new Date()) => {
  const { location, zone } = await locate(database, request.address)
  const { outcome, startsAt, endsAt, expiresAt, maxWeightGrams } = await transaction(async (tx) => {
    const { slotId, orderId } = request
    const slot = await readDayOfSlot(tx, slotId)
    if (slot) await takeTurnForDay(tx, slot.serviceDate)
    const parcel = { orderId, location, weightGrams: undefined }
    const fits = slot !== undefined && (await slotsThatFit(tx, [slot], parcel, now)).has(slotId)
    return holdPlace(tx, request, { slotId, location, fits }, holdSeconds)
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
