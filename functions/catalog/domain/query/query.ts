import { fold, wordsIn } from './fold.ts'
import { inOtherLayout } from './layout.ts'
import { amountsIn } from './measures.ts'
import { partSizes } from './sizes.ts'
import { soundOf } from './sound.ts'
import { isStopWord } from './stop-words.ts'
import { type Synonyms, synonymsOf } from './synonyms.ts'

// More words than this describe no product; what is beyond them is not looked for.
const maxTerms = 12

/** Other words that would do: several are looked for side by side. */
export interface Alternative {
  words: readonly string[]
  by: 'layout' | 'synonym' | 'joined'
}

/** One thing a product has to have, all folded. */
export type Term =
  /** A word of a language: inflected, begun, misspelled, it is the same. */
  | { kind: 'word'; words: readonly string[]; alternatives: readonly Alternative[]; sound: string | undefined }
  /** What has a digit in it is an article number, a model or a size, and one digit off is another one: `KB-0001` isn't `KB-0011`. */
  | { kind: 'code'; words: readonly string[]; code: string; alternatives: readonly Alternative[] }
  /** A number with a unit. */
  | { kind: 'measure'; words: readonly string[]; measure: string }

export interface Query {
  /** As typed, in one line. */
  text: string
  terms: readonly Term[]
}

// No word of a product is as long. PostgreSQL refuses words of a query beyond 2,046 bytes, and one sign may be many letters: `㌖`.
const longestWord = 60
const cut = (word: string): string => (word.length <= longestWord ? word : [...word].slice(0, longestWord).join(''))

const hasDigit = /\p{N}/u
const wordsOf = (text: string): string[] => wordsIn(text).map(cut)
const codeOf = (text: string): string => cut(wordsIn(text).join(''))

interface Piece {
  text: string
  measures: readonly string[]
}

/** Sizes apart from the rest: their spaces part no words. */
const piecesOf = (folded: string): Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  const rest = (until: number) => pieces.push({ text: folded.slice(at, until), measures: [] })
  for (const { start, end, measures } of amountsIn(folded)) {
    rest(start)
    pieces.push({ text: folded.slice(start, end), measures })
    at = end
  }
  rest(folded.length)
  return pieces
}

const layoutsOf = (chunk: string): Alternative[] => {
  const bare = chunk.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  const found = [inOtherLayout(chunk), inOtherLayout(bare)].filter((word) => word !== undefined)
  return [...new Set(found.map((one) => cut(fold(one))))].map((word) => ({ words: [word], by: 'layout' as const }))
}

const termsOfChunk = (chunk: string): Term[] => {
  const words = wordsOf(chunk)
  if (words.length === 0) return []
  if (hasDigit.test(chunk)) return [{ kind: 'code', words, code: codeOf(chunk), alternatives: layoutsOf(chunk) }]
  const alternatives = layoutsOf(chunk)
  // Punctuation between letters is letters in the other layout: `yjen,er` is one word there.
  if (words.length > 1 && alternatives.length > 0) return [{ kind: 'word', words, alternatives, sound: undefined }]
  return words.map((word) => ({
    kind: 'word',
    words: [word],
    alternatives: words.length > 1 ? layoutsOf(word) : alternatives,
    sound: soundOf(word),
  }))
}

/** `power bank` is `powerbank` too, and `tv bench` `tvbench`. */
const withJoined = (terms: readonly Term[]): Term[] =>
  terms.map((term, at) => {
    if (term.kind !== 'word' || term.words.length > 1) return term
    const joined = [
      [terms[at - 1], term],
      [term, terms[at + 1]],
    ].flatMap((pair) =>
      pair.every((one) => one?.kind === 'word' && one.words.length === 1)
        ? [{ words: [cut(pair.map((one) => one?.words[0]).join(''))], by: 'joined' as const }]
        : [],
    )
    return { ...term, alternatives: [...term.alternatives, ...joined] }
  })

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

/**
 * What a shopper means by what they typed. Says for each word what else it may be (in the other layout, by another name,
 * written together); engines turn that into their own queries.
 */
export const understand = (text: string, synonyms: Synonyms): Query => {
  const terms = piecesOf(partSizes(fold(text))).flatMap(({ text: piece, measures }): Term[] =>
    measures.length > 0
      ? measures.map((measure) => ({ kind: 'measure', words: wordsOf(piece), measure }))
      : piece.split(/\s+/).flatMap(termsOfChunk),
  )
  const isSaying = (term: Term) => term.kind !== 'word' || !term.words.every(isStopWord)
  const saying = terms.some(isSaying) ? terms.filter(isSaying) : terms
  return { text, terms: withSynonyms(withJoined(saying.slice(0, maxTerms)), synonyms) }
}
