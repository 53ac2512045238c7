import { database } from '@korob/platform/database'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { SortKeys } from '../domain/cursor.ts'
import { distance, slips } from '../domain/query/marks.ts'
import type { Query } from '../domain/query/query.ts'
import { stem } from '../domain/query/stem.ts'
import type { Hit } from '../views.ts'
import { attributeFacets, facetKeys } from './attribute-facets.ts'
import type { FoundPage, SearchEngine, SearchQuery, Stage } from './engine.ts'
import { keysFor } from './keys.ts'
import { attributesCounted, type CountedRow, countingStatement, mostCounted } from './postgres-facets.ts'
import { conditionsByFacet } from './postgres-filters.ts'
import { hitColumns, type PageRow, visible } from './postgres-hit.ts'
import { type Matching, matchingOf, type NearWords } from './postgres-match.ts'
import { beyond, orderOf, sortKey } from './postgres-order.ts'
import { rankedPage } from './postgres-ranked.ts'

/** Everything that matches, in order, by an index where the order has one: first what can be had, then what is sold out. */
const pageStatement = (query: SearchQuery, matching: Matching | undefined, keys: SortKeys | undefined): Sql => {
  const key = sortKey(query, matching?.rank ?? sql`0`)
  const conditions = [visible, ...(matching ? [matching.condition] : []), ...conditionsByFacet(query.filters).values()]
  const { limit } = query
  const part = (soldOut: 0 | 1): Sql => sql`(
    select ${soldOut}::int as sold_out, ${key.written} as key, p.id, row_number() over (order by ${orderOf(key)}) as place
      from product as p join stock as s on s.product_id = p.id
     where ${joinSql([...conditions, soldOut === 1 ? sql`s.band = 'none'` : sql`s.band <> 'none'`, beyond(keys, key, soldOut)], ' and ')}
     order by ${orderOf(key)} limit ${limit + 1})`
  // Where only what can be had is wanted, looking for what is sold out would find nothing, at the very end.
  const rest = query.filters.inStock ? sql`` : sql`union all select * from ${part(1)} as sold`
  return sql`
    with page as (
      select * from (select * from ${part(0)} as had ${rest}) as both_parts
       order by sold_out, place limit ${limit + 1})
    select ${hitColumns} as hit, jsonb_build_array(page.sold_out, page.key, page.id) as keys
      from page join product as p on p.id = page.id join stock as s on s.product_id = p.id
     order by page.sold_out, page.place`
}

type Page = Pick<FoundPage, 'items' | 'next'>

const nameHere = async (query: SearchQuery, id: string): Promise<string | undefined> => {
  const { written } = sortKey(query, sql`0`)
  const row = await database.maybe<{ key: string }>(
    sql`select ${written} as key from product as p where p.id = ${id}::uuid`,
  )
  return row?.key
}

const sortedPage = async (query: SearchQuery, matching: Matching | undefined): Promise<Page> => {
  const begin = await keysFor('postgres', query, (id) => nameHere(query, id))
  const rows = await database.many<PageRow>(pageStatement(query, matching, begin))
  const page = rows.slice(0, query.limit)
  const keys = rows.length > query.limit ? page.at(-1)?.keys : undefined
  const offset = (query.after?.offset ?? 0) + page.length
  return {
    items: page.map(({ hit }) => hit),
    next: keys && { engine: 'postgres', keys, offset, shown: [], part: null },
  }
}

const isNear = (word: string, given: string): boolean => distance(word, given, slips(given)) <= slips(given)

/** Words of the shop that are spelled nearly like those of the query, the nearest first. */
const nearWords = async ({ terms }: Query): Promise<NearWords> => {
  const typed = terms.flatMap((term) =>
    term.kind === 'word'
      ? [...term.words, ...term.alternatives.filter(({ by }) => by === 'layout').flatMap(({ words }) => words)]
      : [],
  )
  const wanted = [...new Set(typed)].filter((word) => word.length >= 3 && word.length <= 40)
  if (wanted.length === 0) return new Map()
  const rows = await database.many<{ given: string; word: string }>(sql`
    select given, word from unnest(${wanted}::text[]) as given, similar_words(given) as word`)
  const near = rows.filter(({ given, word }) => isNear(word, given) || isNear(stem(word), stem(given)))
  return new Map(
    [...Map.groupBy(near, ({ given }) => given)].map(([given, list]) => [
      given,
      list.slice(0, 10).map(({ word }) => word),
    ]),
  )
}

const matchingAt = async (query: Query, stage: Stage): Promise<Matching> =>
  matchingOf(query, stage, stage === 'all' ? new Map() : await nearWords(query))

const search = async (query: SearchQuery): Promise<FoundPage> => {
  const matching = query.query && (await matchingAt(query.query, query.stage))
  const [counts, page] = await Promise.all([
    database.one<CountedRow>(countingStatement(query, matching)),
    matching && query.query && query.sort === 'relevance'
      ? rankedPage({ ...query, query: query.query }, matching)
      : sortedPage(query, matching),
  ])
  const counted = attributesCounted(counts)
  const keys = facetKeys(
    counted.keys,
    query.filters.attributes.map(({ key }) => key),
    query.facets,
  )
  return {
    total: counts.total,
    isTotalExact: counts.total < mostCounted(),
    matched: counts.matched,
    isNamed: counts.isNamed,
    ...page,
    facets: { ...counts.facets, attributes: attributeFacets(keys, counted, query.known) },
  }
}

// Enough to find good ones among, few enough to rank as somebody types.
const mostSuggested = 500

const suggest = async (query: Query, stage: Stage, limit: number): Promise<Hit[]> => {
  const { condition, rank } = await matchingAt(query, stage)
  const rows = await database.many<{ hit: Hit }>(sql`
    with candidates as materialized (
      select p.id, ${rank} as key from product as p join stock as s on s.product_id = p.id
       where ${visible} and s.band <> 'none' and ${condition} limit ${mostSuggested}
    ), best as (
      select id, key from candidates order by key desc, id limit ${limit}
    )
    select ${hitColumns} as hit
      from best join product as p on p.id = best.id join stock as s on s.product_id = p.id
     order by best.key desc, best.id`)
  return rows.map(({ hit }) => hit)
}

/** Search by PostgreSQL alone: the fallback, and all there is where no search engine is configured. */
export const postgresEngine: SearchEngine = { name: 'postgres', search, suggest }
