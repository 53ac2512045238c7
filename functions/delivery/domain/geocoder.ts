import type { Address } from '@korob/platform/address'
import type { Coordinates } from '@korob/platform/schema'

/** Where an address is, or which part of it is not on the map. */
export type Geocoded = { location: Coordinates } | { unknown: 'city' | 'street' | 'house' }

/** Turns an address into a point. A port: Amazon Location can stand here; the gazetteer in PostgreSQL does. */
export type Geocoder = (address: Pick<Address, 'city' | 'street' | 'house'>) => Promise<Geocoded>
