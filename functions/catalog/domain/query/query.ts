import { wordsIn } from './fold.ts'
import { type Amount, amountsIn, type Measured } from './measures.ts'
import { layoutsOf, otherReading } from './other-layout.ts'
import { cut, foldText, partSizes, plainText } from './plain.ts'
import { soundsOf } from './sound.ts'
import { isStopWord } from './stop-words.ts'
import { type Synonyms, synonymsOf } from './synonyms.ts'

// More words than this describe no product; what is beyond them is not looked for.
const maxTerms = 12

/** Other words that would do: several are looked for side by side. */
export interface Alternative {
  words: readonly string[]
  by: 'layout' | 'synonym' | 'joined'
}

interface Sought {
  words: readonly string[]
  /** Article numbers and models, whole and without punctuation, that this is all of or a part of: `KB 0001` is `kb0001`. */
  articles: readonly string[]
}

/** One thing a product has to have, all folded. */
export type Term =
  /** A word of a language: inflected, begun (if it is long enough), misspelled, it is the same. */
  | (Sought & {
      kind: 'word'
      alternatives: readonly Alternative[]
      isBegun: boolean
      /** What it may sound like in the other alphabet. */
      sounds: readonly string[]
    })
  /**
   * What has a digit in it is an article number, a model or a size, and one digit off is another one: `KB-0001` isn't
   * `KB-0011`. `number`: of a number with letters behind it, which may not be said.
   */
  | (Sought & { kind: 'code'; code: string; number: string | undefined; alternatives: readonly Alternative[] })
  /** A number with a unit. `number`: the words of the number alone. */
  | (Sought & { kind: 'measure'; measure: string; number: readonly string[] })

/** What may be misspelled or only begun: a word as typed, and as the same keys write it in the other layout. */
export const spellingsOf = ({ words, alternatives }: Extract<Term, { kind: 'word' }>): string[] => [
  ...words,
  ...alternatives.filter(({ by }) => by === 'layout').flatMap((one) => one.words),
]

export interface Query {
  /** As typed, in one line. */
  text: string
  terms: readonly Term[]
  /**
   * All of it as the same keys write it in the other layout. Only where that says more than each word's own alternatives:
   * words of one or two letters, and words that say nothing there (`yf` is `на`), are none by themselves.
   */
  other: { text: string; terms: readonly Term[] } | undefined
}

const hasDigit = /\p{N}/u
const wordsOf = (text: string): string[] => wordsIn(plainText(text)).map(cut)
const codeOf = (text: string): string => cut(wordsIn(text).join(''))

interface Piece {
  text: string
  amount?: Amount
}

/** Sizes apart from the rest: their spaces part no words. */
const piecesOf = (folded: string): Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  for (const amount of amountsIn(folded)) {
    pieces.push({ text: folded.slice(at, amount.start) }, { text: folded.slice(amount.start, amount.end), amount })
    at = amount.end
  }
  return [...pieces, { text: folded.slice(at) }]
}

// `500k`, `6 персон` written together.
const numberWithWord = ([number = '', word = '', ...more]: readonly string[]): string | undefined =>
  more.length === 0 && !/\D/.test(number) && word !== '' && !hasDigit.test(word) ? number : undefined

const termsOfChunk = (chunk: string, layouts: (chunk: string) => Alternative[], shortest: number): Term[] => {
  const words = wordsOf(chunk)
  if (words.length === 0) return []
  const alternatives = layouts(chunk)
  if (hasDigit.test(chunk)) {
    const code = codeOf(chunk)
    // `KB-0001` is no word of an article, and begins with the whole of one.
    const articles = code.length < 3 || wordsIn(chunk).length === 1 ? [code] : []
    return [{ kind: 'code', words, code, number: numberWithWord(words), alternatives, articles }]
  }
  // Punctuation between letters is letters in the other layout: `yjen,er` is one word there, and here it is two.
  return words.map((word) => ({
    kind: 'word',
    words: [word],
    articles: [word],
    alternatives: words.length > 1 ? [...alternatives, ...layouts(word)] : alternatives,
    isBegun: word.length >= shortest,
    sounds: soundsOf(word),
  }))
}

const measureTerm = (piece: string, { measure, number }: Measured, isAlone: boolean): Term => ({
  kind: 'measure',
  words: wordsOf(piece),
  measure,
  number: wordsOf(number),
  // `26cm` may be a part of an article, `26 cm` is none.
  articles: isAlone && !/\s/.test(piece) ? [codeOf(piece)] : [],
})

const written = (term: Term | undefined): string | undefined =>
  term?.kind === 'code' ? term.code : term?.kind === 'word' ? term.words[0] : term?.articles[0]

/**
 * `power bank` is `powerbank` too, and `tv bench` `tvbench`; with a number, `KB 0001` is the article `KB-0001`, and all of it may
 * be one. Articles of nothing but words are found by each of these.
 */
const withJoined = (terms: readonly Term[], whole: string): Term[] => {
  const isWhole = terms.length > 1 && terms.some(({ kind }) => kind !== 'word')
  return terms.map((term, at) => {
    const pairs = [
      [terms[at - 1], term],
      [term, terms[at + 1]],
    ].flatMap((pair) => {
      const [first, second] = pair.map(written)
      const areWords = pair.every((one) => one?.kind === 'word')
      return first !== undefined && second !== undefined ? [{ word: cut(first + second), areWords }] : []
    })
    const parted = pairs.filter(({ areWords }) => !areWords).map(({ word }) => word)
    const articles = [...new Set([...term.articles, ...parted, ...(isWhole ? [whole] : [])])]
    if (term.kind !== 'word') return { ...term, articles }
    const joined = pairs.filter(({ areWords }) => areWords)
    return {
      ...term,
      articles,
      alternatives: [...term.alternatives, ...joined.map(({ word }) => ({ words: [word], by: 'joined' as const }))],
    }
  })
}

const withSynonyms = (terms: readonly Term[], synonyms: Synonyms): Term[] => {
  const found = synonymsOf(
    terms.map(({ words }) => words),
    synonyms,
  )
  return terms.map((term, at) =>
    term.kind === 'measure'
      ? term
      : {
          ...term,
          alternatives: [
            ...term.alternatives,
            ...(found[at] ?? []).map((words) => ({ words, by: 'synonym' as const })),
          ],
        },
  )
}

const isSaying = (term: Term): boolean => term.kind !== 'word' || !term.words.every(isStopWord)

/** @param shortest letters that a word has of which a longer one may be meant */
const termsOf = (
  folded: string,
  synonyms: Synonyms,
  layouts: (chunk: string) => Alternative[],
  shortest: number,
): Term[] => {
  const terms = piecesOf(folded).flatMap(({ text, amount }): Term[] =>
    amount
      ? amount.measures.map((one) => measureTerm(text, one, amount.measures.length === 1))
      : text.split(/\s+/).flatMap((chunk) => termsOfChunk(chunk, layouts, shortest)),
  )
  const saying = terms.some(isSaying) ? terms.filter(isSaying) : terms
  return withSynonyms(withJoined(saying.slice(0, maxTerms), codeOf(folded)), synonyms)
}

/** The whole query in the other layout, where its words alone don't say it. */
const otherOf = (folded: string, synonyms: Synonyms): Query['other'] => {
  const text = otherReading(folded)
  if (text === undefined) return undefined
  const terms = termsOf(text, synonyms, () => [], 3)
  return terms.length > 0 && terms.every(isSaying) ? { text, terms } : undefined
}

/**
 * What a shopper means by what they typed. Says for each word what else it may be (in the other layout, by another name,
 * written together); engines turn that into their own queries.
 */
export const understand = (text: string, synonyms: Synonyms): Query => {
  const folded = partSizes(foldText(text))
  return { text, terms: termsOf(folded, synonyms, layoutsOf, 2), other: otherOf(folded, synonyms) }
}
