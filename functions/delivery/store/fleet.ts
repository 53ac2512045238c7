import { type Database, database, type Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { type Sql, sql } from '@korob/platform/sql'
import type { Shift, ShiftBreak } from '../domain/shifts.ts'

export interface WeekDay extends Shift {
  breaks: ShiftBreak[]
}

export interface CourierSettings {
  firstName: string
  depotId: string
  capacityGrams: number
  speedFactor: number
  week: WeekDay[]
}

export interface CourierRow extends CourierSettings {
  id: string
  revision: number
}

const courierColumns: Sql = sql`
  courier.id, first_name as "firstName", depot_id as "depotId", capacity_grams as "capacityGrams",
  speed_factor as "speedFactor", revision,
  coalesce((select jsonb_agg(jsonb_build_object(
              'weekday', weekday, 'startsMinute', starts_minute, 'endsMinute', ends_minute,
              'breaks', coalesce((select jsonb_agg(jsonb_build_object('fromMinute', from_minute, 'untilMinute', until_minute,
                                                                      'minutes', duration_minutes) order by from_minute)
                                    from shift_break as one
                                   where one.courier_id = shift.courier_id and one.weekday = shift.weekday), '[]'))
              order by weekday)
              from shift where shift.courier_id = courier.id), '[]') as week`

/** A courier who is in the fleet. */
export const selectCourier = (db: Database, courierId: string): Promise<CourierRow | undefined> =>
  db.maybe<CourierRow>(sql`select ${courierColumns} from courier where id = ${courierId} and retired_at is null`)

export const insertCourier = (tx: Transaction, id: string, courier: CourierSettings): Promise<number> =>
  tx.run(sql`
    insert into courier (id, first_name, depot_id, capacity_grams, speed_factor)
    values (${id}, ${courier.firstName}, ${courier.depotId}, ${courier.capacityGrams}, ${courier.speedFactor})`)

export const updateCourier = (tx: Transaction, id: string, courier: CourierSettings): Promise<number> =>
  tx.run(sql`
    update courier
       set first_name = ${courier.firstName}, depot_id = ${courier.depotId}, capacity_grams = ${courier.capacityGrams},
           speed_factor = ${courier.speedFactor}, revision = revision + 1
     where id = ${id}`)

/** Works no more; what was is kept. */
export const retireCourier = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`update courier set retired_at = now(), revision = revision + 1 where id = ${id}`)

/** The week as it is from now on. */
export const replaceWeek = async (tx: Transaction, courierId: string, week: readonly WeekDay[]): Promise<void> => {
  await tx.run(sql`delete from shift where courier_id = ${courierId}`)
  const json = JSON.stringify(week)
  await tx.run(sql`
    insert into shift (courier_id, weekday, starts_minute, ends_minute)
    select ${courierId}, weekday, "startsMinute", "endsMinute"
      from jsonb_to_recordset(${json}::jsonb) as (weekday smallint, "startsMinute" integer, "endsMinute" integer)`)
  await tx.run(sql`
    insert into shift_break (courier_id, weekday, from_minute, until_minute, duration_minutes)
    select ${courierId}, weekday, "fromMinute", "untilMinute", minutes
      from jsonb_to_recordset(${json}::jsonb) as day (weekday smallint, breaks jsonb),
           jsonb_to_recordset(breaks) as one ("fromMinute" integer, "untilMinute" integer, minutes integer)`)
}

/** Days from `today` on for which trips of these couriers are planned. */
export const readPlannedDays = (
  tx: Transaction,
  courierIds: readonly string[],
  today: string,
): Promise<{ courierId: string; serviceDate: string }[]> =>
  tx.many<{ courierId: string; serviceDate: string }>(sql`
    select courier_id as "courierId", service_date as "serviceDate" from route
     where courier_id = any(${courierIds}::uuid[]) and status = 'planned' and service_date >= ${today}
     order by service_date, courier_id`)

export interface DepotSettings {
  name: Localized
  lat: number
  lon: number
}

export interface DepotRow extends DepotSettings {
  id: string
  revision: number
}

const depotColumns: Sql = sql`id, name, lat, lon, revision`

export const selectDepots = (): Promise<DepotRow[]> =>
  database.many<DepotRow>(sql`select ${depotColumns} from depot where given_up_at is null order by id`)

/** The depot, so locked that nobody else changes it, or begins to use it, until commit. */
export const lockDepot = (tx: Transaction, depotId: string): Promise<DepotRow | undefined> =>
  tx.maybe<DepotRow>(
    sql`select ${depotColumns} from depot where id = ${depotId} and given_up_at is null for no key update`,
  )

/** Whether there is one; nobody gives it up until commit. */
export const keepDepot = async (tx: Transaction, depotId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from depot where id = ${depotId} and given_up_at is null for share`)) !== undefined

/** Undefined if there is one of that id; one that was given up comes back. */
export const insertDepot = (
  tx: Transaction,
  id: string,
  { name, lat, lon }: DepotSettings,
): Promise<{ revision: number } | undefined> =>
  tx.maybe<{ revision: number }>(sql`
    insert into depot (id, name, lat, lon) values (${id}, ${JSON.stringify(name)}, ${lat}, ${lon})
    on conflict (id) do update
      set name = excluded.name, lat = excluded.lat, lon = excluded.lon, given_up_at = null, revision = depot.revision + 1
      where depot.given_up_at is not null
    returning revision`)

/** No trip begins there any more; those that did are kept. */
export const giveUpDepot = (tx: Transaction, id: string): Promise<number> =>
  tx.run(sql`update depot set given_up_at = now(), revision = revision + 1 where id = ${id}`)

export const updateDepot = (tx: Transaction, id: string, { name, lat, lon }: DepotSettings): Promise<number> =>
  tx.run(sql`
    update depot set name = ${JSON.stringify(name)}, lat = ${lat}, lon = ${lon}, revision = revision + 1 where id = ${id}`)

export const readCouriersOf = (tx: Transaction, depotId: string): Promise<{ id: string; firstName: string }[]> =>
  tx.many<{ id: string; firstName: string }>(sql`
    select id, first_name as "firstName" from courier where depot_id = ${depotId} and retired_at is null order by id`)

/** Trips on the road that began there; also of couriers who have left the fleet since. */
export const countTripsUnderWay = async (tx: Transaction, depotId: string): Promise<number> => {
  const { count } = await tx.one<{ count: number }>(sql`
    select count(*)::integer as count from route join courier on courier.id = courier_id
     where depot_id = ${depotId} and status = 'departed'`)
  return count
}
