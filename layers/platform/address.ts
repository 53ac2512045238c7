import { coordinates, line, z } from './schema.ts'

/** Where an order goes, as a shopper types it. */
export const address = z
  .object({
    city: line(80),
    street: line(120),
    house: line(20),
    apartment: line(20).optional(),
    entrance: line(20).optional(),
    floor: line(20).optional(),
    intercom: line(40).optional(),
  })
  .meta({ id: 'Address', description: 'Where an order goes, as a shopper types it' })
export type Address = z.infer<typeof address>

/** An address that delivery has found on the map. */
export const locatedAddress = address
  .extend({ location: coordinates })
  .meta({ id: 'LocatedAddress', description: 'An address that was found on the map' })
