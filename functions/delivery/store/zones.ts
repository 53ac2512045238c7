import { currentContext } from '@korob/platform/context'
import type { Database, Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { FeeRule } from '../contract.ts'
import type { Zone } from '../domain/zones.ts'

const zoneColumns: Sql = sql`
  zone.id, zone.name, zone.outline, zone.revision, zone.fee_minor as "feeMinor", zone.free_from_minor as "freeFromMinor",
  coalesce((select jsonb_agg(jsonb_build_object('fromGrams', from_grams, 'extraMinor', extra_minor) order by from_grams)
              from zone_weight_step where zone_id = zone.id), '[]') as "weightSteps"`

/** All zones in their order, as they are now. */
export const selectZones = (db: Database): Promise<Zone[]> =>
  db.many<Zone>(sql`select ${zoneColumns} from zone order by zone.position`)

export const selectZone = (db: Database, zoneId: string): Promise<Zone | undefined> =>
  db.maybe<Zone>(sql`select ${zoneColumns} from zone where zone.id = ${zoneId}`)

// Every checkout and quote needs them. A quote and the checkout after it may read different copies: the shorter the
// time, the fewer shoppers are told of a change a second time.
const cacheMs = 1_000
let cached: { zones: Promise<Zone[]>; readAtMs: number } | undefined

/** All zones in their order, from memory for a second: a new fee shows that late at most. */
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

/** The next reader asks the database. */
export const forgetZones = (): void => {
  cached = undefined
}

export interface ZoneChange extends FeeRule {
  name: Localized
}

/** Makes the zone's next revision; undefined if it isn't at this one. Its row stays locked until commit. */
export const updateZone = (
  tx: Transaction,
  zoneId: string,
  revision: number,
  { name, feeMinor, freeFromMinor }: ZoneChange,
): Promise<{ revision: number } | undefined> =>
  tx.maybe<{ revision: number }>(sql`
    update zone
       set name = ${JSON.stringify(name)}, fee_minor = ${feeMinor}, free_from_minor = ${freeFromMinor},
           revision = revision + 1, updated_at = now()
     where id = ${zoneId} and revision = ${revision}
    returning revision`)

export const replaceWeightSteps = async (
  tx: Transaction,
  zoneId: string,
  steps: FeeRule['weightSteps'],
): Promise<void> => {
  await tx.run(sql`delete from zone_weight_step where zone_id = ${zoneId}`)
  await tx.run(sql`
    insert into zone_weight_step (zone_id, from_grams, extra_minor)
    select ${zoneId}, * from unnest(${steps.map(({ fromGrams }) => fromGrams)}::integer[],
                                    ${steps.map(({ extraMinor }) => extraMinor)}::bigint[])`)
}

export const noteZoneChange = (
  tx: Transaction,
  zoneId: string,
  revision: number,
  change: ZoneChange,
  actorId: string,
): Promise<number> =>
  tx.run(sql`
    insert into zone_change (zone_id, revision, rule, actor_id, correlation_id)
    values (${zoneId}, ${revision}, ${JSON.stringify(change)}, ${actorId}, ${currentContext().correlationId})`)
