import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { SortKeys } from '../domain/cursor.ts'
import type { SearchQuery } from './engine.ts'

interface SortKey {
  /** What rows are ordered by: a column or expression that an index is on. */
  expression: Sql
  /** A cursor's key as a value of that. */
  read: (key: number | string) => Sql
  /** The same as it goes into a cursor, the same in both engines. */
  written: Sql
  descending: boolean
}

const whole = (key: number | string): Sql => sql`${typeof key === 'number' ? Math.round(key) : key}::bigint`

const created: SortKey = {
  expression: sql`p.created_at`,
  read: (key) => sql`timestamptz 'epoch' + ${whole(key)} * interval '1 microsecond'`,
  written: sql`(extract(epoch from p.created_at) * 1000000)::bigint`,
  descending: true,
}

/** What orders hits, after sold-out ones have gone to the end and before their ids. `rank`: how relevance is counted here. */
export const sortKey = ({ sort, query, lang }: SearchQuery, rank: Sql): SortKey => {
  const price = sql`p.price_minor`
  const name = lang === 'en' ? sql`fold(p.name_en)` : sql`fold(p.name_ru)`
  return {
    relevance: query ? { expression: rank, read: whole, written: rank, descending: true } : created,
    price: { expression: price, read: whole, written: price, descending: false },
    '-price': { expression: price, read: whole, written: price, descending: true },
    new: created,
    name: {
      expression: name,
      read: (key: number | string) => sql`${String(key)}::text`,
      written: name,
      descending: false,
    },
  }[sort]
}

/** The order of hits that are all sold out, or none of them. */
export const orderOf = ({ descending, expression }: SortKey): Sql =>
  sql`${expression} ${rawSql(descending ? 'desc' : 'asc')}, p.id`

/** Whether a hit comes after the page before, among those that are sold out or among the others. */
export const beyond = (after: SortKeys | undefined, key: SortKey, soldOut: 0 | 1): Sql => {
  if (!after) return sql`true`
  const [wasSoldOut, last, id] = after
  if (wasSoldOut !== soldOut) return wasSoldOut < soldOut ? sql`true` : sql`false`
  const value = key.read(last)
  const operator = rawSql(key.descending ? '<' : '>')
  // The first condition is what an index can begin at.
  return sql`${key.expression} ${operator}= ${value} and (${key.expression} ${operator} ${value} or p.id > ${id}::uuid)`
}
