import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { Query, Term } from '../domain/query/query.ts'
import type { Stage } from './engine.ts'
import { fewest } from './ranking.ts'

/** Words of the shop that a misspelled word may have been, by that word. */
export type NearWords = ReadonlyMap<string, readonly string[]>

export interface Matching {
  /** Over `p`, the product. */
  condition: Sql
  /** Whole, from 0 up: the better a product answers, the more. */
  rank: Sql
  /** Met by products of which more than the description has the words, as typed or by other names. */
  named: Sql
}

const either = (queries: readonly Sql[]): Sql => sql`(${joinTs(queries, '||')})`
const every = (queries: readonly Sql[]): Sql => sql`(${joinTs(queries, '&&')})`
const joinTs = (queries: readonly Sql[], operator: '||' | '&&'): Sql =>
  queries.reduce((one, other) => (operator === '||' ? sql`${one} || ${other}` : sql`${one} && ${other}`))

/** As written, in any inflection. */
const words = (given: readonly string[]): Sql => sql`phraseto_tsquery('russian', fold(${given.join(' ')}))`
/** `where`: the weights of the places where it may stand. */
const begun = (word: string, where = ''): Sql =>
  // What SQL's fold() leaves nothing of begins nothing, but is no reason to find nothing.
  sql`coalesce(to_tsquery('russian', quote_literal(nullif(fold(${word}), '')) || ${`:*${where}`}::text), '')`
// But in descriptions.
const somewhere = 'ABC'
const named = (given: readonly string[]): Sql =>
  sql`to_tsquery('russian', (select string_agg(quote_literal(word) || ${`:${somewhere}`}::text, ' <-> ') from unnest(${given}::text[]) as word))`
/** A lexeme that `searchable()` marked with a sign; it has letters and digits only. */
const tag = (lexeme: string, isBegun = false): Sql => sql`${`'${lexeme}'${isBegun ? ':*' : ''}`}::text::tsquery`

const asTyped = (term: Term): Sql[] => [
  words(term.words),
  ...(term.kind === 'measure' ? [] : term.alternatives.map((one) => words(one.words))),
]

const nearly = (term: Term, near: NearWords): Sql[] =>
  term.kind === 'word'
    ? [...term.words, ...term.alternatives.filter(({ by }) => by === 'layout').flatMap((one) => one.words)].flatMap(
        (word) => (near.get(word) ?? []).map((one) => words([one])),
      )
    : []

/** All that a term may be found by. */
const querying = (term: Term, stage: Stage, near: NearWords): Sql => {
  if (term.kind === 'measure')
    return either([tag(`=${term.measure}`), ...(stage === 'all' ? [] : [words(term.words.slice(0, 1))])])
  if (term.kind === 'code')
    return either([...asTyped(term), ...(term.code.length >= 3 ? [tag(`#${term.code}`, true)] : [])])
  const [word = ''] = term.words
  const isOne = term.words.length === 1
  return either([
    ...asTyped(term),
    ...(isOne && word.length >= 2 ? [begun(word)] : []),
    ...term.alternatives.filter(({ by }) => by === 'layout').map((one) => begun(one.words[0] ?? '')),
    ...(isOne ? [tag(`+${word}`)] : []),
    ...(term.sound === undefined ? [] : [tag(`~${term.sound}`)]),
    ...nearly(term, near),
  ])
}

// Descriptions; brand, categories and attributes; names; what the thing is: as in ranking.ts, the best of them being 1.
const weights = sql`'{0.04, 0.3, 0.6, 1}'::float4[]`

const namedBy = (term: Term): Sql =>
  term.kind === 'word'
    ? either([
        named(term.words),
        ...term.alternatives.map((one) => named(one.words)),
        ...(term.words.length === 1 && (term.words[0] ?? '').length >= 2
          ? [begun(term.words[0] ?? '', somewhere)]
          : []),
        ...(term.words.length === 1 ? [tag(`+${term.words[0]}`)] : []),
        ...(term.sound === undefined ? [] : [tag(`~${term.sound}`)]),
      ])
    : querying(term, 'all', new Map())

// A word in any form in the best place counts most, one that only begins so or sounds so a little.
const rankOf = (query: Query, near: NearWords): Sql => {
  const terms = query.terms.map(
    (term) => sql`ts_rank(${weights}, p.search, ${either([...asTyped(term), ...nearly(term, near)])}, 0)`,
  )
  const phrase = query.terms.flatMap((term) => term.words)
  const beginnings = query.terms.flatMap((term) =>
    term.kind === 'word'
      ? [
          ...(term.words.length === 1 ? term.words : []),
          ...term.alternatives.filter(({ by }) => by === 'layout').flatMap((one) => one.words),
        ]
          .filter((word) => word.length >= 2)
          .map((word) => sql`(p.search @@ ${begun(word, 'AB')})::int * 0.1`)
      : [],
  )
  return sql`round(1000000 * (${joinSum([...terms, ...beginnings])}
      + ts_rank(${weights}, p.search, ${words(phrase)}, 0)
      + (fold(p.sku) = fold(${query.text}))::int * 100))::bigint`
}
const joinSum = (parts: readonly Sql[]): Sql => parts.reduce((one, other) => sql`${one} + ${other}`)

/** What of a query a product has to have at a stage, by the index on `search`. */
export const matchingOf = (query: Query, stage: Stage, near: NearWords): Matching => {
  const rank = rankOf(query, near)
  const queries = query.terms.map((term) => ({ term, asked: querying(term, stage, near) }))
  const needed = queries.filter(({ term }) => stage !== 'some' || term.kind !== 'word').map(({ asked }) => asked)
  const optional = queries.filter(({ term }) => stage === 'some' && term.kind === 'word').map(({ asked }) => asked)
  const least = optional.length === 0 ? 0 : fewest(optional.length, query.terms.length)
  const conditions = [
    ...(needed.length > 0 ? [sql`p.search @@ ${every(needed)}`] : []),
    ...(least > 0
      ? [
          sql`p.search @@ ${either(optional)}`,
          sql`${joinSum(optional.map((asked) => sql`(p.search @@ ${asked})::int`))} >= ${least}::int`,
        ]
      : []),
  ]
  return { condition: joinSql(conditions, ' and '), rank, named: sql`p.search @@ ${every(query.terms.map(namedBy))}` }
}
