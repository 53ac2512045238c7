import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { Filters } from './engine.ts'

export type FacetName = 'category' | 'brand' | 'price' | 'inStock' | 'discounted' | `attr:${string}`

/** What each facet filters by, over `p` and `s`, the product and its stock. */
export const conditionsByFacet = (filters: Filters): Map<FacetName, Sql> => {
  const { categories, brands, minPriceMinor, maxPriceMinor, inStock, discounted, attributes } = filters
  const found = new Map<FacetName, Sql>()
  if (categories.length > 0) found.set('category', sql`p.categories && ${categories}::text[]`)
  if (brands.length > 0) found.set('brand', sql`p.brand_slug = any (${brands}::text[])`)
  if (minPriceMinor !== undefined || maxPriceMinor !== undefined)
    found.set(
      'price',
      sql`p.price_minor between ${minPriceMinor ?? 0}::bigint and ${maxPriceMinor ?? 99_999_999_999}::bigint`,
    )
  if (inStock) found.set('inStock', sql`s.band <> 'none'`)
  if (discounted) found.set('discounted', sql`p.old_price_minor is not null`)
  for (const { key, values, ranges } of attributes)
    found.set(
      `attr:${key}`,
      sql`(${joinSql(
        [
          ...(values.length > 0 ? [sql`p.attribute_values && ${valuesOf(key, values)}`] : []),
          ...(ranges.length > 0 ? [hasNumber(key, ranges)] : []),
        ],
        ' or ',
      )})`,
    )
  return found
}

// Folded as what products have was, by the same function.
const valuesOf = (key: string, values: readonly string[]): Sql =>
  sql`array[${joinSql(
    values.map((value) => sql`${`${key}=`}::text || fold(${value}::text)`),
    ', ',
  )}]`

// Every product there is may have numbers: which may have these, an index tells.
const hasNumber = (key: string, ranges: readonly { min: number | undefined; max: number | undefined }[]): Sql => {
  const given = ranges.map(({ min, max }) => ({
    low: sql`${min ?? -1e15}::numeric`,
    high: sql`${max ?? 1e15}::numeric`,
  }))
  const bounds = given.map(({ low, high }) => sql`(given.number >= ${low} and given.number <= ${high})`)
  const steps = given.map(
    ({ low, high }) => sql`number_steps(p.attributes) && number_steps_between(${key}, ${low}, ${high})`,
  )
  return sql`((${joinSql(steps, ' or ')}) and exists (
    select from jsonb_array_elements(p.attributes) as one,
                lateral (select in_unit((one ->> 'value')::numeric, one ->> 'unit',
                                        (select unit from attribute where key = ${key})) as number) as given
     where one ->> 'key' = ${key} and jsonb_typeof(one -> 'value') = 'number' and (${joinSql(bounds, ' or ')})))`
}
