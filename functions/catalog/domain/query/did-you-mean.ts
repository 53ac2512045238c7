import { distance, isWord, slips } from './marks.ts'
import { plainWords } from './plain.ts'
import type { Query, Term } from './query.ts'

const mostCommon = (words: readonly string[]): string | undefined => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

const has = (words: readonly string[], found: readonly string[]): boolean =>
  words.every((one) => found.some((word) => isWord(word, one)))

/** What the shopper wrote instead of this, as the products found write it; undefined if they wrote it right. */
const correction = (term: Term, found: readonly string[]): string | undefined => {
  if (term.kind === 'measure') return undefined
  if (has(term.words, found)) return undefined
  const layout = term.alternatives.find(({ by, words }) => by === 'layout' && has(words, found))
  if (layout) return layout.words.join(' ')
  const [word] = term.words
  if (term.kind === 'code' || term.words.length !== 1 || word === undefined) return undefined
  if (term.alternatives.some(({ words }) => has(words, found))) return undefined
  for (let most = 1; most <= slips(word); most += 1) {
    const near = mostCommon(found.filter((one) => distance(one, word, most) <= most))
    if (near) return near
  }
  return undefined
}

const wordsOf = (terms: readonly Term[]): string[] =>
  terms.flatMap((term) => (term.kind === 'measure' ? [] : term.words))

/**
 * The query as it was probably meant, learnt from what was found for it: in the right layout, without typing errors.
 * @param texts names of the first hits and of their brands and categories
 */
export const didYouMean = ({ terms, other }: Query, texts: readonly string[]): string | null => {
  const found = texts.flatMap(plainWords)
  if (other && has(wordsOf(other.terms), found) && !has(wordsOf(terms), found)) return other.text
  let isOther = false
  const words = terms.map((term) => {
    const corrected = correction(term, found)
    if (corrected !== undefined) isOther = true
    return corrected ?? term.words.join(' ')
  })
  // Words that an amount is made of stand once, however many sizes it gives.
  return isOther ? words.filter((one, at) => one !== words[at - 1]).join(' ') : null
}
