import type { Reader } from '@korob/platform/database'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { Part, Place, SortKeys } from '../domain/cursor.ts'
import { cutPage, lastPosition, type Window, windowAt } from '../domain/pages.ts'
import type { Query } from '../domain/query/query.ts'
import type { Hit } from '../views.ts'
import type { SearchQuery } from './engine.ts'
import { mostCounted } from './postgres-facets.ts'
import { conditionsByFacet } from './postgres-filters.ts'
import { hitColumns, type PageRow, visible } from './postgres-hit.ts'
import type { Matching } from './postgres-match.ts'

// By its article or by its whole name, as typed.
const isCalled = ({ text }: Query): Sql =>
  sql`(fold(p.sku) = fold(${text}) or fold(p.name_ru) = fold(${text}) or fold(p.name_en) = fold(${text}))`

/** More than words can give, less than an article does: ranking is in millionths. */
const calledPoints = 50_000_000

export interface RankedQuery extends SearchQuery {
  query: Query
}

interface Ranked {
  items: Hit[]
  next: Place | undefined
}

const conditionsOf = ({ filters }: SearchQuery, { condition }: Matching): Sql[] => [
  visible,
  condition,
  ...conditionsByFacet(filters).values(),
]

/**
 * The best of what was found by words, by their positions. Of very many, the first that were found are ranked, whichever those
 * are; but what is called just as typed is always among them, and first.
 */
const bestStatement = (query: RankedQuery, matching: Matching, most: number, { from, limit }: Window): Sql => {
  const found = (key: Sql, more: readonly Sql[]): Sql => sql`(
      select p.id, (s.band = 'none')::int as sold_out, ${key} as key from product as p join stock as s on s.product_id = p.id
       where ${joinSql([...conditionsOf(query, matching), ...more], ' and ')} limit ${most})`
  return sql`
    with ranked as materialized (
      -- Ranked as they are found: to look each of them up again, PostgreSQL would rather read all products.
      ${found(matching.rank, [])} union all
      ${found(sql`${matching.rank} + ${calledPoints}::bigint`, [isCalled(query.query)])}
    ), page as (
      select id, sold_out, max(key) as key from ranked group by id, sold_out
       order by sold_out, key desc, id limit ${limit + 1} offset ${from})
    select ${hitColumns} as hit, jsonb_build_array(page.sold_out, page.key, page.id) as keys
      from page join product as p on p.id = page.id join stock as s on s.product_id = p.id
     order by page.sold_out, page.key desc, page.id`
}

const place = (query: RankedQuery, items: readonly Hit[], more: Pick<Place, 'keys' | 'shown' | 'part'>): Place => ({
  engine: 'postgres',
  offset: (query.after?.offset ?? 0) + items.length,
  ...more,
})

/** From the newest product down. */
const wholeCatalogue: Part = [null, null]

/** The first page, and those that go on from a cursor of the search engine, about where that was. */
const bestPage = async (db: Reader, query: RankedQuery, matching: Matching, most: number): Promise<Ranked> => {
  const { after, limit } = query
  const window = after ? windowAt(after, limit) : { from: 0, limit }
  const rows = await db.many<PageRow>(bestStatement(query, matching, most, window))
  const goesOn = rows.length > window.limit
  const hits = rows.slice(0, window.limit).map(({ hit }) => hit)
  const { items, shown } = cutPage(hits, after?.shown ?? [], limit, goesOn)
  return { items, next: shown && place(query, items, { keys: null, shown, part: after ? null : wholeCatalogue }) }
}

const beyond = (keys: SortKeys | null): Sql => {
  if (!keys) return sql`true`
  const [soldOut, key, id] = keys
  const points = sql`${Math.round(Number(key))}::bigint`
  return sql`(sold_out > ${soldOut}::int
    or (sold_out = ${soldOut}::int and (key < ${points} or (key = ${points} and id > ${id}::uuid))))`
}

/** What a part of the catalogue has, ranked; points depend on nothing but the product, so keys tell places. */
const partStatement = (
  query: RankedQuery,
  matching: Matching,
  rankedAtMost: number,
  after: Place,
  [from, before]: Part,
): Sql => {
  const conditions = [
    ...conditionsOf(query, matching),
    ...(from === null ? [] : [sql`p.id >= ${from}::uuid`]),
    ...(before === null ? [] : [sql`p.id < ${before}::uuid`]),
  ]
  // A part whose beginning is known may have got more since: none of it may fall out at the end.
  const most = from === null ? rankedAtMost : 2 * mostCounted()
  return sql`
    with part as materialized (
      select p.id, (s.band = 'none')::int as sold_out,
             ${matching.rank} + ${isCalled(query.query)}::int * ${calledPoints}::bigint as key
        from product as p join stock as s on s.product_id = p.id
       where ${joinSql(conditions, ' and ')} order by p.id desc limit ${most}
    ), page as (
      select id, sold_out, key from part where id <> all (${after.shown}::uuid[]) and ${beyond(after.keys)}
       order by sold_out, key desc, id limit ${query.limit + 1})
    select (select count(*)::int from part) as found, (select id from part order by id limit 1) as first,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'hit', ${hitColumns}, 'keys', jsonb_build_array(page.sold_out, page.key, page.id))
                     order by page.sold_out, page.key desc, page.id), '[]')
              from page join product as p on p.id = page.id join stock as s on s.product_id = p.id) as rows`
}

interface PartRow {
  found: number
  /** Id of the oldest product that was ranked. */
  first: string | null
  rows: PageRow[]
}

/**
 * A page after the first: part by part of the catalogue from its newest products down, each ranked by itself, since to rank all
 * that has a common word takes too long. What the first page showed is left out.
 */
const partPage = async (
  db: Reader,
  query: RankedQuery,
  matching: Matching,
  most: number,
  after: Place,
  part: Part,
): Promise<Ranked> => {
  const { found, first, rows } = await db.one<PartRow>(partStatement(query, matching, most, after, part))
  const from = part[0] ?? (found >= most ? first : null)
  const page = rows.slice(0, query.limit)
  const items = page.map(({ hit }) => hit)
  const { shown } = after
  if (rows.length > query.limit) {
    const keys = page.at(-1)?.keys ?? null
    return { items, next: place(query, items, { keys, shown, part: [from, part[1]] }) }
  }
  if (from === null) return { items, next: undefined }
  const next = place(query, items, { keys: null, shown, part: [null, from] })
  return items.length > 0
    ? { items, next }
    : partPage(db, { ...query, after: next }, matching, most, next, [null, from])
}

/**
 * Whether a place of the search engine's is behind the last that is known here. Nothing tells it then: what the cursor names
 * is left out, nothing else.
 */
const isBehindLast = (after: Place, limit: number, most: number): boolean => {
  const window = windowAt(after, limit)
  return window.from + window.limit >= Math.min(lastPosition, most) - 1
}

/** A page by relevance. @param most so many hits are ranked at once */
export const rankedPage = (db: Reader, query: RankedQuery, matching: Matching, most: number): Promise<Ranked> => {
  const { after, limit } = query
  if (after?.part) return partPage(db, query, matching, most, after, after.part)
  if (after && isBehindLast(after, limit, most))
    return partPage(db, query, matching, most, { ...after, keys: null }, wholeCatalogue)
  return bestPage(db, query, matching, most)
}
