import { database, type Reader } from '@korob/platform/database'
import { Unreachable } from '@korob/platform/errors'
import { logger } from '@korob/platform/observability'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { SortKeys } from '../domain/cursor.ts'
import { distance, isAlmost, slips } from '../domain/query/marks.ts'
import { type Query, spellingsOf } from '../domain/query/query.ts'
import { stem } from '../domain/query/stem.ts'
import type { Hit } from '../views.ts'
import { attributeFacets, facetKeys } from './attribute-facets.ts'
import type { Deadline } from './deadline.ts'
import { type FoundPage, noFacets, type SearchEngine, type SearchQuery, type Stage } from './engine.ts'
import { keysFor } from './keys.ts'
import { attributesCounted, type CountedRow, countingStatement, mostCounted } from './postgres-facets.ts'
import { conditionsByFacet } from './postgres-filters.ts'
import { hitColumns, type PageRow, visible } from './postgres-hit.ts'
import { type Matching, matchingOf, type NearWords } from './postgres-match.ts'
import { beyond, orderOf, sortKey } from './postgres-order.ts'
import { type RankedQuery, rankedPage } from './postgres-ranked.ts'

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

const nameHere = async (db: Reader, query: SearchQuery, id: string): Promise<string | undefined> => {
  const { written } = sortKey(query, sql`0`)
  const row = await db.maybe<{ key: string }>(sql`select ${written} as key from product as p where p.id = ${id}::uuid`)
  return row?.key
}

const sortedPage = async (db: Reader, query: SearchQuery, matching: Matching | undefined): Promise<Page> => {
  const begin = await keysFor('postgres', query, (id) => nameHere(db, query, id))
  const rows = await db.many<PageRow>(pageStatement(query, matching, begin))
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
const nearWords = async (db: Reader, { terms }: Query): Promise<NearWords> => {
  const typed = terms.flatMap((term) => (term.kind === 'word' ? spellingsOf(term) : []))
  const wanted = [...new Set(typed)].filter((word) => word.length >= 3 && word.length <= 40)
  if (wanted.length === 0) return new Map()
  // What is only begun comes after what is whole.
  const rows = await db.many<{ given: string; word: string }>(sql`
    select given, word from unnest(${wanted}::text[]) as given,
           lateral (select word, false as is_begun, place from similar_words(given) with ordinality as one (word, place)
                    union all
                    select word, true, place from similar_beginnings(given) with ordinality as one (word, place)) as near
     order by is_begun, place`)
  const near = rows.filter(
    ({ given, word }) => isNear(word, given) || isNear(stem(word), stem(given)) || isAlmost(word, given),
  )
  return new Map(
    [...Map.groupBy(near, ({ given }) => given)].map(([given, list]) => [
      given,
      [...new Set(list.map(({ word }) => word))].slice(0, 10),
    ]),
  )
}

const matchingAt = async (db: Reader, query: Query, stage: Stage): Promise<Matching> =>
  matchingOf(query, stage, stage === 'all' ? new Map() : await nearWords(db, query))

/** Which parts of the time that is left go into what may take long, so that there is an answer without it. */
const patience = { counting: 0.6, ranking: 0.6 }
/** What may take long is done with so many hits, where there was no time for all. */
const fewRanked = 500

/** A page by relevance; where so many can't be ranked in time, the best of fewer. */
const rankedInTime = async (query: RankedQuery, matching: Matching, deadline: Deadline): Promise<Page> => {
  try {
    const db = database.within(Math.ceil(deadline.leftMs() * patience.ranking))
    return await rankedPage(db, query, matching, mostCounted())
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    logger.warn('fewer hits ranked, for lack of time', { error: String(error) })
    return rankedPage(database.within(deadline.leftMs()), query, matching, Math.min(fewRanked, mostCounted()))
  }
}

const countsInTime = async (
  query: SearchQuery,
  matching: Matching | undefined,
  deadline: Deadline,
): Promise<CountedRow | undefined> => {
  try {
    const db = database.within(Math.ceil(deadline.leftMs() * patience.counting))
    return await db.one<CountedRow>(countingStatement(query, matching))
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    logger.warn('hits not counted in time', { error: String(error) })
    return undefined
  }
}

/** What the page alone tells of how many there are. */
const uncounted = (query: SearchQuery, { items, next }: Page): Omit<FoundPage, keyof Page> => {
  const total = (query.after?.offset ?? 0) + items.length + (next ? 1 : 0)
  return { total, isTotalExact: false, matched: total, isNamed: items.length > 0, facets: noFacets }
}

const search = async (query: SearchQuery, deadline: Deadline): Promise<FoundPage> => {
  const matching = query.query && (await matchingAt(database.within(deadline.leftMs()), query.query, query.stage))
  // The page is asked for first: of few connections it must not wait for the counts to get one.
  const [page, counts] = await Promise.all([
    matching && query.query && query.sort === 'relevance'
      ? rankedInTime({ ...query, query: query.query }, matching, deadline)
      : sortedPage(database.within(deadline.leftMs()), query, matching),
    countsInTime(query, matching, deadline),
  ])
  if (!counts) return { ...page, ...uncounted(query, page) }
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

const suggest = async (query: Query, stage: Stage, limit: number, deadline: Deadline): Promise<Hit[]> => {
  const db = database.within(deadline.leftMs())
  const { condition, rank } = await matchingAt(db, query, stage)
  const rows = await db.many<{ hit: Hit }>(sql`
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
