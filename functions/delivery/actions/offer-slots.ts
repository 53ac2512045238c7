import { database } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { ruleOf } from '../domain/zones.ts'
import { type OfferedSlot, readOfferedSlots } from '../store/slots.ts'
import { keepable, lookAtDays } from './day-room.ts'
import { shopTimeZone } from './delivery-events.ts'
import { locate } from './locate.ts'

const placeOfQuery = async (query: { city?: string; street?: string; house?: string }) => {
  const { city, street, house } = query
  if (city === undefined || street === undefined || house === undefined) return undefined
  return locate(database, { city, street, house }, '')
}

/**
 * Slots of the days ahead on which somebody works, and whether a courier can come by in them: to this place; while it isn't
 * known, at least to the depot's door.
 */
export const readFreeSlots = async (
  parcel: { location: Coordinates | undefined; weightGrams?: number },
  now = new Date(),
): Promise<(OfferedSlot & { available: boolean; maxWeightGrams: number })[]> => {
  const slotsOf = Map.groupBy(await readOfferedSlots(), ({ serviceDate }) => serviceDate)
  const days = await lookAtDays(database, [...slotsOf.keys()], null)
  return days.flatMap((day) => {
    const slots = slotsOf.get(day.serviceDate) ?? []
    const { maxWeightGrams } = day
    if (maxWeightGrams === 0) return []
    const mayBeFree = slots.filter(({ open, free }) => open && free)
    const fitting = new Set(keepable(day, mayBeFree, parcel, now))
    return slots.map((slot) => ({ ...slot, available: fitting.has(slot.id), maxWeightGrams }))
  })
}

/** What can be chosen at checkout. */
export const offerSlots = async (query: { city?: string; street?: string; house?: string }) => {
  const place = await placeOfQuery(query)
  const slots = await readFreeSlots({ location: place?.location })
  return {
    timeZone: shopTimeZone(),
    currency: 'RUB',
    zone: place ? { id: place.zone.id, name: place.zone.name, fee: ruleOf(place.zone) } : null,
    slots: slots.map(({ id, startsAt, endsAt, available }) => ({
      id,
      start: startsAt.toISOString(),
      end: endsAt.toISOString(),
      available,
    })),
  }
}
