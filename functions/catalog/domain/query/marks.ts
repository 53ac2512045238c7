import { word as aWord, fold, wordsIn } from './fold.ts'
import type { Query } from './query.ts'
import { soundOf } from './sound.ts'
import { stem } from './stem.ts'

/** From where to where a text answers a query, in UTF-16 units; the end is not included. */
export type Mark = [start: number, end: number]

/** How many letters may be wrong in a word: as in the engines, one from three letters on, two from six. */
export const slips = (word: string): number => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2)

/** Optimal string alignment: letters left out, put in, changed, or two swapped. Gives up beyond `most`. */
export const distance = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] ?? most + 1
}

const wanted = ({ terms }: Query): string[] => [
  ...new Set(
    terms.flatMap((term) => [
      ...term.words,
      ...(term.kind === 'measure' ? [] : term.alternatives.flatMap(({ words }) => words)),
    ]),
  ),
]

const isCyrillic = (word: string): boolean => /[а-я]/.test(word)

/** Whether a word of a product is the word that was looked for: inflected, begun, or as it sounds in the other alphabet. */
export const isWord = (word: string, sought: string): boolean =>
  word === sought ||
  (!/\p{N}/u.test(sought) &&
    (stem(word) === stem(sought) ||
      (sought.length >= 2 && word.startsWith(sought)) ||
      (isCyrillic(word) !== isCyrillic(sought) && soundOf(sought) !== undefined && soundOf(word) === soundOf(sought))))

const isAlmost = (word: string, sought: string): boolean =>
  !/\p{N}/u.test(sought) && distance(word, sought, slips(sought)) <= slips(sought)

/** The words of a text that answer the query; only where no word does, those that are spelled nearly so. */
export const marksIn = (text: string, query: Query): Mark[] => {
  const sought = wanted(query)
  const words = [...text.matchAll(aWord)].map((match) => ({
    folded: wordsIn(fold(match[0])).join(''),
    at: [match.index, match.index + match[0].length] as Mark,
  }))
  const found = (same: (word: string, sought: string) => boolean) =>
    words.filter(({ folded }) => sought.some((one) => same(folded, one))).map(({ at }) => at)
  const exact = found(isWord)
  return exact.length > 0 ? exact : found(isAlmost)
}
