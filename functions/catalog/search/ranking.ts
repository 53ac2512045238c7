import { type Alternative, type Query, spellingsOf, type Term } from '../domain/query/query.ts'
import { isStopWord } from '../domain/query/stop-words.ts'
import type { Stage } from './engine.ts'

/**
 * How well a product answers a query in the search engine. A query is a list of terms; a product has to have each of them
 * (see `Stage`), and gets for each the points of the best place it was found in, and a part of those of the other places.
 */

/** Where a word may stand, as inflected as it likes. */
const places: readonly (readonly [field: string, points: number])[] = [
  // What the thing is, as its name says: a `desk lamp` is a lamp, a `cover for sofa` no sofa.
  ['heads', 7],
  ['names', 4],
  // In the very form that was typed; a little, since forms differ for reasons of grammar.
  ['names.plain', 4.2],
  // What it belongs to: `ikea table`, `lighting`. Less than the name, since all of a brand have it.
  ['brandName', 3],
  ['categoryNames', 2],
  // What it is made of or looks like: `oak`, `white`.
  ['attributeTexts', 1.5],
  // Only a mention: `for your table` is no table.
  ['descriptions', 0.3],
]

// A product that is named and filed under a word is more that than one with just the name, like a `table` among `Tables`
// beside a `table lamp`; much less than 1, or a word said four times would beat two words said once.
const otherPlaces = 0.3

/** What isn't quite what was typed, as a part of what it would be worth if it were. */
const partOf = {
  // Almost surely meant: hardly any word is another word in the other layout.
  layout: 0.95,
  // Somebody said it is the same.
  synonym: 0.85,
  // `power bank` written as one: the same thing, spelled otherwise.
  joined: 0.9,
} as const

const points = {
  // By ear: `каллакс` for `KALLAX`. Beside a word found as typed it must not count.
  sound: 2,
  // The beginning of a word: worth something, but any whole word is worth more.
  nameBeginning: 1.2,
  beginning: 0.6,
  // Sounds as if it began so; or begins so but for a letter. Only where nothing was found as typed.
  soundBeginning: 0.6,
  misspelledBeginning: 0.4,
  // Spelled nearly so. Only where nothing was found as typed, so it competes with nothing.
  misspelled: 2,
  misspelledStem: 1,
  // Sizes are as telling as the name.
  measure: 5,
  // An article number means that article; one of its words alone may be anything.
  article: 8,
  articleWord: 1,
  codeBeginning: 3,
  // Words side by side as typed: `desk lamp` is no lamp desk.
  phrase: 3,
  sku: 100,
} as const

/** Matches a product that has every word as typed, or by another name, and not only in what is told of it. */
export const namedQuery = ({ terms }: Query): object => ({
  bool: {
    filter: terms.map((term) => ({
      bool: { should: placesOf(term, 'all').filter((clause) => !('descriptions' in firstOf(clause))) },
    })),
  },
})
const firstOf = (clause: object): object => Object.values(clause)[0] as object

const inPlaces = (words: readonly string[], part: number): object[] => {
  const query = words.join(' ')
  return places.map(([field, boost]) => ({
    [words.length > 1 ? 'match_phrase' : 'match']: { [field]: { query, boost: boost * part } },
  }))
}

// In descriptions there are numbers of all kinds.
const asNumber = (number: readonly string[], part: number): object[] =>
  inPlaces(number, part).filter((clause) => !('descriptions' in firstOf(clause)))

/** A whole number with nothing about it. */
export const isBareNumber = ({ kind, words }: Term): boolean =>
  kind === 'code' && words.length === 1 && !/\D/.test(words[0] ?? '')

const byAnotherName = ({ words, by }: Alternative): object[] =>
  by === 'joined'
    ? inPlaces(words, partOf.joined)
    : [
        ...inPlaces(words, partOf[by]),
        // Typed in the wrong layout, a word may be unfinished too.
        ...(by === 'layout' ? beginnings(words.join(' ')) : []),
      ]

const constant = (filter: object, boost: number): object => ({ constant_score: { filter, boost } })

const beginnings = (word: string): object[] => [
  constant({ match: { nameBeginnings: word } }, points.nameBeginning),
  constant({ match: { beginnings: word } }, points.beginning),
]

// One letter may be wrong from three letters on, two from six: with more, everything would be like everything. Of what is
// only begun it is one.
const misspelled = (word: string): object[] => [
  { match: { spelled: { query: word, fuzziness: 'AUTO:3,6', boost: points.misspelled } } },
  // A slip, and another form of the word than the shop's: `мышка` for `мышь`.
  { match: { names: { query: word, fuzziness: 'AUTO:3,6', boost: points.misspelledStem } } },
  ...(word.length < 4
    ? []
    : [
        constant(
          { match: { nameBeginnings: { query: word, fuzziness: 1, prefix_length: 1 } } },
          points.misspelledBeginning,
        ),
      ]),
]

/** What is an article, a model or a part of one; `codes` has their beginnings. */
const byArticle = (term: Term): object[] => {
  const [own, ...others] = term.kind === 'word' ? term.articles : [undefined, ...term.articles]
  if (term.kind === 'code' && !others.includes(term.code)) others.push(term.code)
  return [
    ...(own === undefined ? [] : [constant({ term: { articles: own } }, points.articleWord)]),
    ...(others.length > 0 ? [constant({ terms: { articles: others } }, points.article)] : []),
  ]
}

const placesOf = (term: Term, stage: Stage): object[] => {
  const isLoose = stage !== 'all'
  const articles = byArticle(term)
  if (term.kind === 'measure')
    return [
      constant({ term: { measures: term.measure } }, points.measure),
      ...articles,
      // A size that no product gives with this unit may still stand in a name as a bare number.
      ...(isLoose ? asNumber(term.number, 0.5) : []),
    ]
  const isInName = isBareNumber(term) && !isLoose
  const asNamed = [
    ...(isInName ? asNumber(term.words, 1) : inPlaces(term.words, 1)),
    ...term.alternatives.flatMap(byAnotherName),
    ...articles,
  ]
  if (term.kind === 'code')
    return [
      ...asNamed,
      ...(term.code.length >= 3 ? [constant({ term: { codes: term.code } }, points.codeBeginning)] : []),
      ...(isLoose && term.number !== undefined ? asNumber([term.number], 0.5) : []),
    ]
  const [word = ''] = term.words
  const sounds = term.sounds.filter((sound) => sound.length >= 4)
  return [
    ...asNamed,
    ...(term.isBegun ? beginnings(word) : []),
    constant({ term: { joined: word } }, points.sound),
    ...(term.sounds.length > 0 ? [constant({ terms: { sounds: term.sounds } }, points.sound)] : []),
    ...(isLoose ? sounds.map((sound) => constant({ prefix: { sounds: sound } }, points.soundBeginning)) : []),
    ...(isLoose
      ? spellingsOf(term)
          .filter((one) => !isStopWord(one))
          .flatMap(misspelled)
      : []),
  ]
}

const oneOf = (queries: readonly object[]): object => ({ dis_max: { queries, tie_breaker: otherPlaces } })

const phraseOf = ({ terms }: Query): string => terms.flatMap(({ words }) => words).join(' ')

/** How many of so many words, of so many terms, a product must have where it needn't have all. */
export const fewest = (words: number, terms: number): number => Math.max(words === terms ? 1 : 0, Math.floor(words / 2))

/** Points for words side by side, as typed. */
export const phraseQuery = (query: Query): object => ({
  match_phrase: { names: { query: phraseOf(query), boost: points.phrase, slop: 1 } },
})

/** Whether a product must have this: what is neither misspelled nor inflected must be there, while any product has it. */
export const isNeeded = ({ kind }: Term, stage: Stage): boolean =>
  stage === 'any' ? false : stage !== 'some' || kind !== 'word'

/** `matchQuery` but for the order of words, which is dear to look at in all that is found. */
export const wordsQuery = (query: Query, stage: Stage, more: readonly object[] = []): object => {
  const clauses = query.terms.map((term) => ({ term, clause: oneOf(placesOf(term, stage)) }))
  const optional = clauses.filter(({ term }) => !isNeeded(term, stage)).map(({ clause }) => clause)
  const least = optional.length === 0 ? 0 : fewest(optional.length, clauses.length)
  const must = [
    ...clauses.filter(({ term }) => isNeeded(term, stage)).map(({ clause }) => clause),
    // Half of the words; where nothing else is asked, one at least.
    ...(least > 0 ? [{ bool: { should: optional, minimum_should_match: least } }] : []),
  ]
  // Where what was typed is there, it isn't another layout.
  const other = stage === 'all' ? undefined : query.other?.terms.map((term) => oneOf(placesOf(term, 'all')))
  return {
    bool: {
      must: other
        ? [{ bool: { should: [{ bool: { must } }, { bool: { must: other, boost: partOf.layout } }] } }]
        : must,
      should: [...(least > 0 ? [] : optional), ...more, { term: { sku: { value: query.text, boost: points.sku } } }],
    },
  }
}

/** The part of a search request that says what is found and in which order. */
export const matchQuery = (query: Query, stage: Stage): object =>
  wordsQuery(query, stage, query.terms.length > 1 ? [phraseQuery(query)] : [])
