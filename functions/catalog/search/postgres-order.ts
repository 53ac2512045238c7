import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { SearchQuery } from './engine.ts'

interface SortKey {
  /** Over the columns of `hits`. */
  expression: Sql
  type: 'bigint' | 'text'
  descending: boolean
}

const micros = sql`(extract(epoch from created_at) * 1000000)::bigint`

/** What orders hits, after sold-out ones have gone to the end and before their ids. */
export const sortKey = ({ sort, text, lang }: SearchQuery): SortKey =>
  ({
    relevance: { expression: text === '' ? micros : sql`rank::bigint`, type: 'bigint', descending: true },
    price: { expression: sql`price_minor`, type: 'bigint', descending: false },
    '-price': { expression: sql`price_minor`, type: 'bigint', descending: true },
    new: { expression: micros, type: 'bigint', descending: true },
    name: { expression: lang === 'en' ? sql`fold(name_en)` : sql`fold(name_ru)`, type: 'text', descending: false },
  })[sort] as SortKey

/** `of`: the relation whose columns are meant. */
export const orderOf = ({ descending }: SortKey, of?: 'page'): Sql => {
  const prefix = of ? `${of}.` : ''
  return rawSql(`${prefix}sold_out, ${prefix}key ${descending ? 'desc' : 'asc'}, ${prefix}id`)
}

/** Whether a hit comes after the page before. */
export const beyond = ({ after }: SearchQuery, { type, descending }: SortKey): Sql => {
  if (!after?.keys) return sql`true`
  const [soldOut, key, id] = after.keys
  // Scores of ours are whole; what isn't never came from here.
  const value = sql`${typeof key === 'number' ? Math.round(key) : key}::${rawSql(type)}`
  return sql`(sold_out > ${soldOut}::int or (sold_out = ${soldOut}::int and
             (key ${rawSql(descending ? '<' : '>')} ${value} or (key = ${value} and id > ${id}::uuid))))`
}
