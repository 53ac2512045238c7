import type { Database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Zone } from '../domain/zones.ts'

const cacheMs = 30_000
let cached: { zones: Promise<Zone[]>; readAtMs: number } | undefined

const selectZones = (db: Database): Promise<Zone[]> =>
  db.many<Zone>(sql`
    select id, name, outline, fee_minor as "feeMinor", free_from_minor as "freeFromMinor" from zone order by position`)

/** All zones in their order, from memory for half a minute: a new fee shows that late at most. */
export const readZones = (db: Database): Promise<Zone[]> => {
  if (cached && Date.now() - cached.readAtMs < cacheMs) return cached.zones
  const reading = { zones: selectZones(db), readAtMs: Date.now() }
  cached = reading
  const forget = () => {
    if (cached === reading) cached = undefined
  }
  // An empty answer is a shop that is being set up.
  reading.zones.then((zones) => zones.length === 0 && forget(), forget)
  return reading.zones
}
