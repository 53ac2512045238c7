import type { Transaction } from '@korob/platform/database'
import type { Localized } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import { cityKey, streetKeys } from '../domain/address-keys.ts'
import type { Position } from '../domain/geometry.ts'
import type { Shift } from '../domain/shifts.ts'
import type { Zone } from '../domain/zones.ts'

export interface SeedStreet {
  id: string
  name: Localized
  firstHouse: number
  lastHouse: number
  path: Position[]
}

export const seedCity = async (
  tx: Transaction,
  city: { id: string; name: Localized; spellings: readonly string[] },
): Promise<void> => {
  await tx.run(sql`
    insert into city (id, name) values (${city.id}, ${JSON.stringify(city.name)})
    on conflict (id) do update set name = excluded.name`)
  const keys = [...new Set(city.spellings.map(cityKey))]
  await tx.run(sql`
    insert into city_key (key, city_id) select key, ${city.id} from unnest(${keys}::text[]) as key on conflict do nothing`)
}

const keysOf = ({ id, name }: SeedStreet) =>
  [name.ru, name.en].flatMap((text) => {
    const { whole, bare } = streetKeys(text)
    return [
      { id, key: whole, whole: true },
      { id, key: bare, whole: false },
    ]
  })

export const seedStreets = async (tx: Transaction, cityId: string, streets: readonly SeedStreet[]): Promise<void> => {
  await tx.run(sql`
    insert into street (id, city_id, name, path, first_house, last_house)
    select id, ${cityId}, name, path, "firstHouse", "lastHouse"
      from jsonb_to_recordset(${JSON.stringify(streets)}::jsonb)
        as (id text, name jsonb, path jsonb, "firstHouse" integer, "lastHouse" integer)
    on conflict (id) do update
      set name = excluded.name, path = excluded.path, first_house = excluded.first_house, last_house = excluded.last_house`)
  await tx.run(sql`
    insert into street_key (key, street_id, whole)
    select key, id, whole from jsonb_to_recordset(${JSON.stringify(streets.flatMap(keysOf))}::jsonb)
      as (id text, key text, whole boolean)
    on conflict do nothing`)
}

/** Zones that are there stay as they are, with their steps; so do those that were given up. */
export const seedZones = (tx: Transaction, zones: readonly Omit<Zone, 'revision'>[]): Promise<number> =>
  tx.run(sql`
    with seeded as (
      select * from jsonb_to_recordset(${JSON.stringify(zones.map((zone, index) => ({ ...zone, position: index + 1 })))}::jsonb)
        as (id text, position integer, name jsonb, outline jsonb, "feeMinor" bigint, "freeFromMinor" bigint, "weightSteps" jsonb)
    ), added as (
      insert into zone (id, position, name, outline, fee_minor, free_from_minor)
      select id, (select coalesce(max(position), 0) from zone) + position, name, outline, "feeMinor", "freeFromMinor" from seeded
      on conflict (id) do nothing
      returning id
    )
    insert into zone_weight_step (zone_id, from_grams, extra_minor)
    select id, (step ->> 'fromGrams')::integer, (step ->> 'extraMinor')::bigint
      from added join seeded using (id), jsonb_array_elements("weightSteps") as step`)

export interface SeedDepot {
  id: string
  name: Localized
  lat: number
  lon: number
}

export const seedDepots = (tx: Transaction, depots: readonly SeedDepot[]): Promise<number> =>
  tx.run(sql`
    insert into depot (id, name, lat, lon)
    select * from jsonb_to_recordset(${JSON.stringify(depots)}::jsonb) as (id text, name jsonb, lat float8, lon float8)
    on conflict (id) do nothing`)

export interface SeedCourier {
  id: string
  firstName: string
  capacityGrams: number
  shifts: Shift[]
}

export const seedCouriers = async (
  tx: Transaction,
  depotId: string,
  couriers: readonly SeedCourier[],
): Promise<void> => {
  await tx.run(sql`
    insert into courier (id, first_name, depot_id, capacity_grams)
    select id, "firstName", ${depotId}, "capacityGrams"
      from jsonb_to_recordset(${JSON.stringify(couriers)}::jsonb) as (id uuid, "firstName" text, "capacityGrams" integer)
    on conflict (id) do nothing`)
  const shifts = couriers.flatMap(({ id, shifts: own }) => own.map((shift) => ({ ...shift, courierId: id })))
  await tx.run(sql`
    insert into shift (courier_id, weekday, starts_minute, ends_minute)
    select * from jsonb_to_recordset(${JSON.stringify(shifts)}::jsonb)
      as ("courierId" uuid, weekday smallint, "startsMinute" integer, "endsMinute" integer)
    on conflict do nothing`)
}
