import type { Address } from '@korob/platform/address'
import { database } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { ruleOf } from '../domain/zones.ts'
import { readCities } from '../store/gazetteer.ts'
import { readZones } from '../store/zones.ts'
import { shopTimeZone } from './delivery-events.ts'
import { locate } from './locate.ts'
import { readFreeSlots } from './offer-slots.ts'

/** Cities and what delivery to them costs at least; none before the seed has run. */
export const listFees = async () => {
  const [zones, cities] = await Promise.all([readZones(database), readCities(database)])
  const [nearest] = zones
  if (!nearest) return { cities: [] }
  return { cities: cities.map(({ names }) => ({ names, fee: ruleOf(nearest) })) }
}

const offered = async (location: Coordinates | undefined) => ({
  timeZone: shopTimeZone(),
  slots: (await readFreeSlots({ location })).map(({ id, startsAt, endsAt, available, maxWeightGrams }) => ({
    id,
    start: startsAt.toISOString(),
    end: endsAt.toISOString(),
    free: available,
    maxWeightGrams,
  })),
})

/** What delivery to an address costs; without one, to the first zone. */
export const quoteFee = async ({ address, withSlots }: { address?: Address; withSlots?: boolean }) => {
  const place = address && (await locate(database, address))
  const zone = place?.zone ?? (await readZones(database))[0]
  if (!zone) throw new Error('no zones: the seed has not run')
  return {
    fee: ruleOf(zone),
    currency: 'RUB' as const,
    ...(withSlots ? await offered(place?.location) : {}),
  }
}
