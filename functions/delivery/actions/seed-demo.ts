import { transaction } from '@korob/platform/database'
import city from '../demo/city.json' with { type: 'json' }
import { demoFleet } from '../demo/fleet.ts'
import type { Position } from '../domain/geometry.ts'
import { seedCity, seedCouriers, seedDepots, seedStreets, seedZones } from '../store/seeding.ts'
import { extendSlots } from './tend-deliveries.ts'

/**
 * The demo town and its fleet. Again, adds what is missing; zones, couriers and shifts that are there stay as they are.
 * @param fleetSize couriers; more than the demo's four are for load tests
 */
export const seedDemo = async (fleetSize = 4): Promise<{ streets: number; couriers: number; slotsChanged: number }> => {
  const couriers = demoFleet(fleetSize)
  const depot = city.depots[0]
  if (!depot) throw new Error('the demo city has no depot')
  await transaction(async (tx) => {
    await seedCity(tx, city.city)
    await seedStreets(
      tx,
      city.city.id,
      city.streets.map((street) => ({ ...street, path: street.path as unknown as Position[] })),
    )
    await seedZones(
      tx,
      city.zones.map((zone) => ({ ...zone, outline: zone.outline as unknown as Position[] })),
    )
    await seedDepots(tx, city.depots)
    await seedCouriers(tx, depot.id, couriers)
  })
  return { streets: city.streets.length, couriers: couriers.length, slotsChanged: await extendSlots() }
}
