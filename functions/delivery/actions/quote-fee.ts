import type { Address } from '@korob/platform/address'
import { database } from '@korob/platform/database'
import { deliveryFee } from '../contract.ts'
import { readZones } from '../store/zones.ts'
import { locate } from './locate.ts'

/** The fee for goods of this sum; without an address, that of the first zone. */
export const quoteFee = async ({ address, itemsMinor }: { address?: Address; itemsMinor: number }) => {
  const zone = address ? (await locate(database, address)).zone : (await readZones(database))[0]
  if (!zone) throw new Error('no zones: the seed has not run')
  return {
    feeMinor: deliveryFee(zone, itemsMinor),
    freeFromMinor: zone.freeFromMinor,
    currency: 'RUB' as const,
  }
}
