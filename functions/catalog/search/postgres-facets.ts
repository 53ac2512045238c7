import { integerSetting } from '@korob/platform/config'
import type { Localized } from '@korob/platform/schema'
import { joinSql, rawSql, type Sql, sql } from '@korob/platform/sql'
import type { Facets } from '../views.ts'
import type { CountedAttributes } from './attribute-facets.ts'
import type { SearchQuery } from './engine.ts'
import { conditionsByFacet, type FacetName } from './postgres-filters.ts'
import type { Matching } from './postgres-match.ts'
import { priceSteps } from './price-steps.ts'

/** Rows that are counted and ranked at most: broad searches take as long as these, and say that there are more. */
export const mostCounted = (): number => integerSetting('SEARCH_COUNTED', 10_000)

export interface CountedRow {
  matched: number
  isNamed: boolean
  total: number
  facets: Omit<Facets, 'attributes'>
  keys: { key: string; n: number }[]
  values: { key: string; value: Localized | boolean; n: number }[]
  bounds: { key: string; min: number; max: number }[]
}

export const attributesCounted = ({ keys, values, bounds }: CountedRow): CountedAttributes => {
  const byKey = Map.groupBy(values, ({ key }) => key)
  return {
    keys: new Map(keys.map(({ key, n }) => [key, n])),
    values: new Map([...byKey].map(([key, list]) => [key, list.map(({ value, n }) => ({ value, count: n }))])),
    bounds: new Map(bounds.map(({ key, min, max }) => [key, { min, max }])),
  }
}

const visible = sql`p.published and p.deleted_at is null`

// Everything there is comes newest first, by an index; what is chosen by words or filters, as it is found.
const rows = (conditions: readonly Sql[]): Sql => sql`(
  select p.id, p.price_minor, p.old_price_minor, p.brand_slug, p.categories, p.attributes, s.band
    from product as p join stock as s on s.product_id = p.id
   where ${joinSql([visible, ...conditions], ' and ')}
   ${conditions.length === 0 ? sql`order by p.created_at desc` : sql``} limit ${mostCounted()})`

/** Counts every facet under the filters of the others. */
export const countingStatement = (
  { filters, known, facets: { shown } }: SearchQuery,
  matching: Matching | undefined,
): Sql => {
  const conditions = conditionsByFacet(filters)
  const words = matching ? [matching.condition] : []
  const sets: Sql[] = [sql`found as materialized ${rows([...words, ...conditions.values()])}`]
  // What the words alone match.
  const isNarrowed = words.length > 0 && conditions.size > 0
  if (isNarrowed) sets.push(sql`matching as materialized ${rows(words)}`)
  const matches = isNarrowed ? sql`matching` : sql`found`
  const nameOf = new Map<FacetName, Sql>()
  for (const facet of conditions.keys()) {
    // Without the only filter there is what the words alone match.
    if (isNarrowed && conditions.size === 1) {
      nameOf.set(facet, matches)
      continue
    }
    const name = rawSql(`without_${nameOf.size}`)
    nameOf.set(facet, name)
    sets.push(
      sql`${name} as materialized ${rows([...words, ...[...conditions].filter(([one]) => one !== facet).map(([, one]) => one)])}`,
    )
  }
  const without = (facet: FacetName): Sql => nameOf.get(facet) ?? sql`found`
  const own = filters.attributes.map(({ key }) => key)
  // Each attribute is counted among the hits, or, if it filters, among those without its filter.
  const attributes = [
    sql`select one from found, jsonb_array_elements(attributes) as one where one ->> 'key' <> all (${own}::text[])
        ${
          // Where operators set which attributes are facets, no other may crowd out one of theirs.
          shown.length > 0 ? sql`and one ->> 'key' = any (${shown}::text[])` : sql``
        }`,
    ...own.map(
      (key) =>
        sql`union all select one from ${without(`attr:${key}`)} as f, jsonb_array_elements(f.attributes) as one where one ->> 'key' = ${key}`,
    ),
  ]
  const steps = sql`${priceSteps}::bigint[]`
  const units = JSON.stringify(Object.fromEntries([...known.values()].map(({ key, unit }) => [key, unit])))
  return sql`
    with ${joinSql(sets, ', ')}, given as materialized (${joinSql(attributes, ' ')})
    select (select count(*)::int from ${matches} as m) as matched,
           ${
             // Among what was matched, one by one until there is one: looked for in all products, one that isn't there would have
             // them all read.
             matching
               ? sql`exists (select from ${matches} as m where (select ${matching.named} from product as p where p.id = m.id))`
               : sql`true`
           } as "isNamed",
           (select count(*)::int from found) as total,
           jsonb_build_object(
             'categories', (
               select coalesce(jsonb_agg(jsonb_build_object('path', c.path, 'name', jsonb_build_object('ru', c.name_ru, 'en', c.name_en),
                                                            'count', counted.n) order by counted.n desc, c.path), '[]')
                 -- By any path it had: products follow after it.
                 from (select a.category_id, sum(n)::int as n
                         from (select path, count(*)::int as n from ${without('category')} as f, unnest(f.categories) as path group by path) as known
                         join category_address as a using (path) group by a.category_id) as counted
                 join category as c on c.id = counted.category_id),
             'brands', (
               select coalesce(jsonb_agg(jsonb_build_object('slug', b.slug, 'name', b.name, 'count', counted.n)
                                         order by counted.n desc, b.slug), '[]')
                 from (select brand_slug, count(*)::int as n from ${without('brand')} as f where brand_slug is not null
                        group by brand_slug order by n desc, brand_slug limit 100) as counted
                 join brand as b on b.slug = counted.brand_slug),
             'price', (
               select jsonb_build_object('min', min(price_minor), 'max', max(price_minor), 'steps', (
                        select coalesce(jsonb_agg(jsonb_build_object('from', (${steps})[step], 'to', (${steps})[step + 1], 'count', n)
                                                  order by step), '[]')
                          from (select width_bucket(price_minor, ${steps}) as step, count(*)::int as n
                                  from ${without('price')} as g group by step) as counted))
                 from ${without('price')} as f),
             'inStock', (select count(*)::int from ${without('inStock')} as f where band <> 'none'),
             'discounted', (select count(*)::int from ${without('discounted')} as f where old_price_minor is not null)) as facets,
           (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'n', n)), '[]')
              from (select one ->> 'key' as key, count(*)::int as n from given group by 1) as counted) as keys,
           (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'value', value, 'n', n) order by n desc, value), '[]')
              from (select one ->> 'key' as key, one -> 'value' as value, count(*)::int as n from given
                     where jsonb_typeof(one -> 'value') in ('object', 'boolean') group by 1, 2
                     ${
                       // Of what operators set, as many of each; of all there are, the commonest.
                       shown.length > 0
                         ? sql`order by row_number() over (partition by one ->> 'key' order by count(*) desc) limit ${100 * (shown.length + own.length)}`
                         : sql`order by 3 desc limit 400`
                     }) as counted) as values,
           (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'min', low, 'max', high)), '[]')
              from (select one ->> 'key' as key, min(number) as low, max(number) as high
                      from (select one, in_unit((one ->> 'value')::numeric, one ->> 'unit', ${units}::jsonb ->> (one ->> 'key')) as number
                              from (select distinct one from given where jsonb_typeof(one -> 'value') = 'number') as distinct_ones) as numbers
                     group by 1) as counted) as bounds`
}
