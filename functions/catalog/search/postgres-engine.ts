import { database } from '@korob/platform/database'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { SortKeys } from '../domain/cursor.ts'
import { wordsOf } from '../domain/words.ts'
import type { Facets, Hit } from '../views.ts'
import type { FoundPage, SearchEngine, SearchQuery } from './engine.ts'
import { beyond, orderOf, sortKey } from './postgres-order.ts'
import { queryParts } from './ranking.ts'

/** `words`: as written or begun, by word stems. `similar`: spelled about so where typos may be, when the words lead nowhere. */
type Matching = 'everything' | 'words' | 'similar'

interface Row {
  /** Hits before facet filters. */
  matched: number
  total: number
  facets: Facets
  hits: { hit: Hit; keys: SortKeys }[]
}

const allOf = (conditions: readonly Sql[]): Sql => (conditions.length === 0 ? sql`true` : joinSql(conditions, ' and '))

// Each word as written or begun.
const begun = (words: readonly string[]): Sql => sql`
  (select to_tsquery('russian', string_agg(quote_literal(fold(word)) || ':*', ' & '))
     from unnest(${words}::text[]) as word)`

const found = (matching: Matching, text: string): { from: Sql; rank: Sql; where: Sql } => {
  const { exact, tolerant } = queryParts(text)
  if (matching === 'everything') return { from: sql``, rank: sql`0`, where: sql`true` }
  if (matching === 'similar')
    return {
      from: sql`join similar_products(array(select fold(word) from unnest(${wordsOf(tolerant)}::text[]) as word)) as near on near.id = p.id`,
      rank: sql`round(near.score * 1000000)::int`,
      where: exact === '' ? sql`true` : sql`p.search @@ ${begun(wordsOf(exact))}`,
    }
  return {
    from: sql`cross join (select ${begun(wordsOf(text))} as query) as asked`,
    rank: sql`round(ts_rank_cd(p.search, asked.query) * 1000000)::int`,
    where: sql`p.search @@ asked.query`,
  }
}

const statement = (query: SearchQuery, matching: Matching): Sql => {
  const { from, rank, where } = found(matching, query.text)
  const key = sortKey(query)
  const category = query.category === undefined ? [] : [sql`in_category`]
  const brand = query.brands.length === 0 ? [] : [sql`in_brand`]
  const price = query.minPriceMinor === undefined && query.maxPriceMinor === undefined ? [] : [sql`in_price`]
  return sql`
    with hits as materialized (
      select p.id, p.price_minor, p.brand_slug, p.categories, (s.band = 'none')::int as sold_out, ${rank} as rank,
             ${query.category ?? null}::text = any (p.categories) as in_category,
             coalesce(p.brand_slug = any (${query.brands}::text[]), false) as in_brand,
             p.price_minor >= ${query.minPriceMinor ?? 0}::bigint
               and p.price_minor <= coalesce(${query.maxPriceMinor ?? null}::bigint, p.price_minor) as in_price,
             p.created_at, p.name_ru, p.name_en
        from product as p join stock as s on s.product_id = p.id ${from}
       where p.published and p.deleted_at is null and ${where} ${query.inStock ? sql`and s.band <> 'none'` : sql``}
    ), keyed as (
      select id, sold_out, ${key.expression} as key from hits where ${allOf([...category, ...brand, ...price])}
    ), page as (
      select * from keyed where ${beyond(query, key)} order by ${orderOf(key)}
       limit ${query.limit + 1} offset ${query.after && !query.after.keys ? query.after.offset : 0}
    )
    select (select count(*)::int from hits) as matched,
           (select count(*)::int from keyed) as total,
           jsonb_build_object(
             'categories', (
               select coalesce(jsonb_agg(jsonb_build_object('path', c.path, 'name', jsonb_build_object('ru', c.name_ru, 'en', c.name_en),
                                                            'count', counted.n) order by counted.n desc, c.path), '[]')
                 from (select path, count(*)::int as n from hits, unnest(categories) as path
                        where ${allOf([...brand, ...price])} group by path) as counted
                 join category as c on c.path = counted.path),
             'brands', (
               select coalesce(jsonb_agg(jsonb_build_object('slug', b.slug, 'name', b.name, 'count', counted.n)
                                         order by counted.n desc, b.slug), '[]')
                 from (select brand_slug, count(*)::int as n from hits
                        where ${allOf([...category, ...price])} and brand_slug is not null
                        group by brand_slug order by n desc, brand_slug limit 100) as counted
                 join brand as b on b.slug = counted.brand_slug),
             'price', (select jsonb_build_object('min', min(price_minor), 'max', max(price_minor))
                         from hits where ${allOf([...category, ...brand])})) as facets,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'hit', jsonb_build_object(
                       'id', p.id, 'slug', p.slug, 'sku', p.sku, 'name', jsonb_build_object('ru', p.name_ru, 'en', p.name_en),
                       'priceMinor', p.price_minor, 'oldPriceMinor', p.old_price_minor, 'currency', p.currency,
                       'image', p.images[1], 'availability', s.band),
                     'keys', jsonb_build_array(page.sold_out, page.key, page.id)) order by ${orderOf(key, 'page')}), '[]')
              from page join product as p on p.id = page.id join stock as s on s.product_id = p.id) as hits`
}

const search = async (query: SearchQuery): Promise<FoundPage> => {
  const words = wordsOf(query.text)
  const run = (matching: Matching) => database.one<Row>(statement(query, matching))
  const nothing = query.text !== '' && words.length === 0
  let row = await run(query.text === '' ? 'everything' : 'words')
  const tolerant = wordsOf(queryParts(query.text).tolerant)
  // Two letters are like too many words.
  if (row.matched === 0 && tolerant.length > 0 && tolerant.every((word) => word.length > 2)) row = await run('similar')
  const page = nothing ? [] : row.hits.slice(0, query.limit)
  return {
    total: row.total,
    items: page.map(({ hit }) => hit),
    facets: row.facets,
    lastKeys: row.hits.length > query.limit ? page.at(-1)?.keys : undefined,
  }
}

/** Search by PostgreSQL alone: the fallback, and all there is where no search engine is configured. */
export const postgresEngine: SearchEngine = { name: 'postgres', search }
