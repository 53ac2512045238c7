import { database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/**
 * Takes turns at the gateway, of so many a second over all senders: up to a second's at once, and for codes one more, so that
 * news never use up what a code needs.
 * @returns how many of those wanted; who got fewer comes again
 */
export const takeTurns = async (wanted: number, perSecond: number, isForCodes: boolean): Promise<number> => {
  const aheadSeconds = 1 + (isForCodes ? 1 / perSecond : 0)
  const { granted } = await database.one<{ granted: number }>(sql`
    with pace as (select greatest(full_at, clock_timestamp()) as from_at from gateway_pace for update),
    turns as (
      select from_at,
             least(${wanted}::float8, greatest(0, floor(0.000001 + ${perSecond}::float8 * extract(epoch from
               clock_timestamp() + ${aheadSeconds}::float8 * interval '1 second' - from_at)::float8)))::int as granted
        from pace)
    update gateway_pace set full_at = from_at + granted / ${perSecond}::float8 * interval '1 second'
      from turns
    returning granted`)
  return granted
}

/** Gives back turns for which there was no text. */
export const returnTurns = (unused: number, perSecond: number): Promise<number> =>
  database.run(sql`
    update gateway_pace set full_at = full_at - ${unused}::float8 / ${perSecond}::float8 * interval '1 second'`)
