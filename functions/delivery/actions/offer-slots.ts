import { database } from '@korob/platform/database'
import { ruleOf } from '../domain/zones.ts'
import { readOfferedSlots } from '../store/slots.ts'
import { shopTimeZone } from './delivery-events.ts'
import { locate } from './locate.ts'

const zoneOfQuery = async (query: { city?: string; street?: string; house?: string }) => {
  const { city, street, house } = query
  if (city === undefined || street === undefined || house === undefined) return null
  const { zone } = await locate(database, { city, street, house }, '')
  return { id: zone.id, name: zone.name, fee: ruleOf(zone) }
}

/** What can be chosen at checkout. */
export const offerSlots = async (query: { city?: string; street?: string; house?: string }) => {
  const zone = await zoneOfQuery(query)
  const slots = await readOfferedSlots()
  return {
    timeZone: shopTimeZone(),
    currency: 'RUB',
    zone,
    slots: slots.map(({ id, startsAt, endsAt, open, free }) => ({
      id,
      start: startsAt.toISOString(),
      end: endsAt.toISOString(),
      available: open && free > 0,
    })),
  }
}
