import type { Address } from '@korob/platform/address'
import type { Database } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import type { Coordinates } from '@korob/platform/schema'
import { type Zone, zoneOf } from '../domain/zones.ts'
import { gazetteer } from '../store/gazetteer.ts'
import { readZones } from '../store/zones.ts'

const messages = { street: 'is not a street we know in this city', house: 'is not a house number of this street' }

/**
 * Where an address is, and its zone. A city we don't know is one we don't go to; a street or house that is not on the
 * map is more likely a slip, so the field is named.
 * @param path where the address stands in the request, such as `address.`
 * @throws Problem out_of_zone, invalid_request
 */
export const locate = async (
  db: Database,
  address: Pick<Address, 'city' | 'street' | 'house'>,
  path = 'address.',
): Promise<{ location: Coordinates; zone: Zone }> => {
  const geocoded = await gazetteer(db)(address)
  if ('unknown' in geocoded) {
    if (geocoded.unknown === 'city') throw new Problem('out_of_zone', { details: { field: `${path}city` } })
    throw invalidField(`${path}${geocoded.unknown}`, messages[geocoded.unknown])
  }
  const zone = zoneOf(geocoded.location, await readZones(db))
  if (!zone) throw new Problem('out_of_zone', { details: { field: `${path}street` } })
  return { location: geocoded.location, zone }
}
