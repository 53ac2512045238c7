import { currentContext } from '@korob/platform/context'
import type { Database, Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { FeeRule } from '../contract.ts'
import type { Position } from '../domain/geometry.ts'
import type { Zone } from '../domain/zones.ts'

const zoneColumns: Sql = sql`
  zone.id, zone.name, zone.outline, zone.revision, zone.fee_minor as "feeMinor", zone.free_from_minor as "freeFromMinor",
  coalesce((select jsonb_agg(jsonb_build_object('fromGrams', from_grams, 'extraMinor', extra_minor) order by from_grams)
              from zone_weight_step where zone_id = zone.id), '[]') as "weightSteps"`

/** All zones in their order, as they are now. */
export const selectZones = (db: Database): Promise<Zone[]> =>
  db.many<Zone>(sql`select ${zoneColumns} from zone where given_up_at is null order by zone.position`)

export const selectZone = (db: Database, zoneId: string): Promise<Zone | undefined> =>
  db.maybe<Zone>(sql`select ${zoneColumns} from zone where zone.id = ${zoneId} and given_up_at is null`)

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

export interface ZoneSettings extends FeeRule {
  name: Localized
  outline: readonly Position[]
}

/** Whoever changes zones takes turns: their order is one thing. Readers wait for nobody. */
export const takeTurnForZones = async (tx: Transaction): Promise<void> => {
  await tx.run(sql`lock table zone in share row exclusive mode`)
}

/** The last of the zones; undefined if there is one of that id. One that was given up comes back, with its next revision. */
export const insertZone = (
  tx: Transaction,
  id: string,
  { name, outline, feeMinor, freeFromMinor }: ZoneSettings,
): Promise<{ revision: number } | undefined> =>
  tx.maybe<{ revision: number }>(sql`
    insert into zone (id, position, name, outline, fee_minor, free_from_minor)
    select ${id}, coalesce(max(position), 0) + 1, ${JSON.stringify(name)}::jsonb, ${JSON.stringify(outline)}::jsonb,
           ${feeMinor}::bigint, ${freeFromMinor}::bigint
      from zone
    on conflict (id) do update
      set position = excluded.position, name = excluded.name, outline = excluded.outline, fee_minor = excluded.fee_minor,
          free_from_minor = excluded.free_from_minor, given_up_at = null, revision = zone.revision + 1, updated_at = now()
      where zone.given_up_at is not null
    returning revision`)

/** Makes the zone's next revision. */
export const updateZone = (
  tx: Transaction,
  zoneId: string,
  { name, outline, feeMinor, freeFromMinor }: ZoneSettings,
): Promise<number> =>
  tx.run(sql`
    update zone
       set name = ${JSON.stringify(name)}, outline = ${JSON.stringify(outline)}, fee_minor = ${feeMinor},
           free_from_minor = ${freeFromMinor}, revision = revision + 1, updated_at = now()
     where id = ${zoneId}`)

/** Takes no orders any more; its rules are kept, to explain what was charged. */
export const giveUpZone = (tx: Transaction, zoneId: string): Promise<number> =>
  tx.run(sql`
    update zone set given_up_at = now(), position = null, revision = revision + 1, updated_at = now() where id = ${zoneId}`)

/** The order in which all zones are asked. */
export const arrangeZones = (tx: Transaction, zoneIds: readonly string[]): Promise<number> =>
  tx.run(sql`
    update zone set position = place
      from unnest(${zoneIds}::text[]) with ordinality as wanted (id, place)
     where zone.id = wanted.id and position <> place`)

/** Of every zone there is or was: where couriers may still have to go. */
export const selectOutlines = async (db: Database): Promise<Position[][]> =>
  (await db.many<{ outline: Position[] }>(sql`select outline from zone`)).map(({ outline }) => outline)

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
  change: object,
  actorId: string,
): Promise<number> =>
  tx.run(sql`
    insert into zone_change (zone_id, revision, rule, actor_id, correlation_id)
    values (${zoneId}, ${revision}, ${JSON.stringify(change)}, ${actorId}, ${currentContext().correlationId})`)
