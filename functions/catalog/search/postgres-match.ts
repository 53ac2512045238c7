import { joinSql, type Sql, sql } from '@korob/platform/sql'
import { type Query, spellingsOf, type Term } from '../domain/query/query.ts'
import type { Stage } from './engine.ts'
import { fewest, isBareNumber, isNeeded } from './ranking.ts'

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

/** By an article, a model or a word of an article number, or as two words of a name written together. */
const byArticle = ({ articles }: Term): Sql[] => articles.map((one) => tag(`+${one}`))

const nearly = (term: Term, near: NearWords): Sql[] =>
  term.kind === 'word' ? spellingsOf(term).flatMap((word) => (near.get(word) ?? []).map((one) => words([one]))) : []

/** All that a term may be found by. */
const querying = (term: Term, stage: Stage, near: NearWords): Sql => {
  const isLoose = stage !== 'all'
  const articles = byArticle(term)
  if (term.kind === 'measure')
    return either([tag(`=${term.measure}`), ...articles, ...(isLoose ? [named(term.number)] : [])])
  if (term.kind === 'code')
    return either([
      ...(isBareNumber(term) && !isLoose ? [named(term.words)] : asTyped(term)),
      ...articles,
      ...(term.code.length >= 3 ? [tag(`#${term.code}`, true)] : []),
      ...(isLoose && term.number !== undefined ? [named([term.number])] : []),
    ])
  const [word = ''] = term.words
  return either([
    ...asTyped(term),
    ...articles,
    ...(term.isBegun ? [begun(word)] : []),
    ...term.alternatives.filter(({ by }) => by === 'layout').map((one) => begun(one.words[0] ?? '')),
    ...term.sounds.map((sound) => tag(`~${sound}`, isLoose && sound.length >= 4)),
    ...nearly(term, near),
  ])
}

// Descriptions; brand, categories and attributes; names; what the thing is: as in ranking.ts, the best of them being 1.
const weights = sql`'{0.04, 0.3, 0.6, 1}'::float4[]`

const namedBy = (term: Term): Sql => {
  if (term.kind !== 'word') return querying(term, 'all', new Map())
  const [word = ''] = term.words
  return either([
    named(term.words),
    ...term.alternatives.map((one) => named(one.words)),
    ...byArticle(term),
    ...(term.isBegun ? [begun(word, somewhere)] : []),
    ...term.sounds.map((sound) => tag(`~${sound}`)),
  ])
}

// A word in any form in the best place counts most, one that only begins so or sounds so a little.
const rankOf = (query: Query, other: readonly Term[], near: NearWords): Sql => {
  const terms = [...query.terms, ...other].map(
    (term) => sql`ts_rank(${weights}, p.search, ${either([...asTyped(term), ...nearly(term, near)])}, 0)`,
  )
  const phrase = query.terms.flatMap((term) => term.words)
  const beginnings = query.terms.flatMap((term) =>
    term.kind === 'word'
      ? [
          ...(term.isBegun ? term.words : []),
          ...term.alternatives.filter(({ by }) => by === 'layout').flatMap((one) => one.words),
        ]
          .filter((word) => word.length >= 2)
          .map((word) => sql`(p.search @@ ${begun(word, 'AB')})::int * 0.1`)
      : [],
  )
  const articles = query.terms
    .map((term) => (term.kind === 'code' ? [...byArticle(term), tag(`#${term.code}`)] : byArticle(term)))
    .filter((tags, at) => query.terms[at]?.kind !== 'word' && tags.length > 0)
    .map((tags) => sql`(p.search @@ ${either(tags)})::int`)
  return sql`round(1000000 * (${joinSum([...terms, ...beginnings, ...articles])}
      + ts_rank(${weights}, p.search, ${words(phrase)}, 0)
      + (fold(p.sku) = fold(${query.text}))::int * 100))::bigint`
}
const joinSum = (parts: readonly Sql[]): Sql => parts.reduce((one, other) => sql`${one} + ${other}`)

/** What of a query a product has to have at a stage, by the index on `search`. */
export const matchingOf = (query: Query, stage: Stage, near: NearWords): Matching => {
  // Where what was typed is there, it isn't another layout.
  const otherTerms = stage === 'all' ? [] : (query.other?.terms ?? [])
  const rank = rankOf(query, otherTerms, near)
  const queries = query.terms.map((term) => ({ term, asked: querying(term, stage, near) }))
  const needed = queries.filter(({ term }) => isNeeded(term, stage)).map(({ asked }) => asked)
  const optional = queries.filter(({ term }) => !isNeeded(term, stage)).map(({ asked }) => asked)
  const least = optional.length === 0 ? 0 : fewest(optional.length, query.terms.length)
  const other = otherTerms.length > 0 ? otherTerms.map((term) => querying(term, 'all', near)) : undefined
  // One query, whatever of it is an alternative: the index looks it up at once.
  const all = [...needed, ...(least > 0 ? [either(optional)] : [])]
  const asked = [...(all.length > 0 ? [every(all)] : []), ...(other ? [every(other)] : [])]
  const counted = sql`${joinSum([sql`0`, ...optional.map((one) => sql`(p.search @@ ${one})::int`)])} >= ${least}::int`
  const conditions = [
    ...(asked.length > 0 ? [sql`p.search @@ ${either(asked)}`] : []),
    ...(least > 1 ? [other ? sql`(${counted} or p.search @@ ${every(other)})` : counted] : []),
  ]
  return { condition: joinSql(conditions, ' and '), rank, named: sql`p.search @@ ${every(query.terms.map(namedBy))}` }
}
