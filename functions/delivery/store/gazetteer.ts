import type { Database } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { cityKey, houseNumber, streetKeys } from '../domain/address-keys.ts'
import type { Geocoder } from '../domain/geocoder.ts'
import { alongPath, type Position } from '../domain/geometry.ts'

interface Found {
  path: Position[] | null
  firstHouse: number | null
  lastHouse: number | null
}

/** A row without a path: the city is known, the street isn't. No row: neither. */
const findStreet = (db: Database, city: string, whole: string, bare: string): Promise<Found | undefined> =>
  db.maybe<Found>(sql`
    select street.path, street.first_house as "firstHouse", street.last_house as "lastHouse"
      from city_key
      left join lateral (
        select * from street_key join street on street.id = street_key.street_id
         where street.city_id = city_key.city_id
           and ((street_key.whole and street_key.key = ${whole}) or (not street_key.whole and street_key.key = ${bare}))
         order by street_key.whole desc, street.id
         limit 1) as street on true
     where city_key.key = ${city}
     order by street.path is null, city_key.city_id
     limit 1`)

/** The gazetteer: street by folded name in Russian or English, house by its share of the street's numbers. */
export const gazetteer =
  (db: Database): Geocoder =>
  async ({ city, street, house }) => {
    const { whole, bare } = streetKeys(street)
    const found = await findStreet(db, cityKey(city), whole, bare)
    if (!found) return { unknown: 'city' }
    const { path, firstHouse, lastHouse } = found
    if (path === null || firstHouse === null || lastHouse === null) return { unknown: 'street' }
    const number = houseNumber(house)
    if (number === undefined || number < firstHouse || number > lastHouse) return { unknown: 'house' }
    return { location: alongPath(path, (number - firstHouse) / Math.max(1, lastHouse - firstHouse)) }
  }

/** Every city of the gazetteer by all its names, folded ones included. */
export const readCities = (db: Database): Promise<{ names: string[] }[]> =>
  db.many<{ names: string[] }>(sql`
    select array(select value from jsonb_each_text(city.name) union select key from city_key where city_id = city.id) as names
      from city order by city.id`)

/** The south-west and the north-east of all streets; none without streets. */
export const readTownCorners = async (db: Database): Promise<Position[]> => {
  const { west, south, east, north } = await db.one<Record<'west' | 'south' | 'east' | 'north', number | null>>(sql`
    select min((place ->> 0)::float8) as west, min((place ->> 1)::float8) as south,
           max((place ->> 0)::float8) as east, max((place ->> 1)::float8) as north
      from street, jsonb_array_elements(path) as place`)
  if (west === null || south === null || east === null || north === null) return []
  return [
    [west, south],
    [east, north],
  ]
}
