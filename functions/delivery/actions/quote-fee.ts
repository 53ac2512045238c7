import type { Address } from '@korob/platform/address'
import { database } from '@korob/platform/database'
import type { FeeRule } from '../contract.ts'
import { readCities } from '../store/gazetteer.ts'
import { readZones } from '../store/zones.ts'
import { locate } from './locate.ts'

const ruleOf = ({ feeMinor, freeFromMinor }: FeeRule): FeeRule => ({ feeMinor, freeFromMinor })

/** Cities and what delivery to them costs at least; none before the seed has run. */
export const listFees = async () => {
  const [zones, cities] = await Promise.all([readZones(database), readCities(database)])
  const [nearest] = zones
  if (!nearest) return { cities: [] }
  return { cities: cities.map(({ names }) => ({ names, fee: ruleOf(nearest) })) }
}

/** What delivery to an address costs; without one, to the first zone. */
export const quoteFee = async ({ address }: { address?: Address }) => {
  const zone = address ? (await locate(database, address)).zone : (await readZones(database))[0]
  if (!zone) throw new Error('no zones: the seed has not run')
  return { fee: ruleOf(zone), currency: 'RUB' as const }
}
