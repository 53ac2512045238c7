import { word as aWord, fold } from './fold.ts'
import { amountsIn } from './measures.ts'
import { foldText } from './plain.ts'
import type { Query, Term } from './query.ts'
import { soundOf, soundsOf } from './sound.ts'
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

const isCyrillic = (word: string): boolean => /[а-я]/.test(word)

const soundsLike = (word: string, sought: string): boolean => {
  if (isCyrillic(word) === isCyrillic(sought)) return false
  const sound = soundOf(word)
  return sound !== undefined && soundsOf(sought).includes(sound)
}

/** Whether a word of a product is the word that was looked for: inflected, begun, or as it sounds in the other alphabet. */
export const isWord = (word: string, sought: string): boolean =>
  word === sought ||
  (!/\p{N}/u.test(sought) &&
    (stem(word) === stem(sought) || (sought.length >= 2 && word.startsWith(sought)) || soundsLike(word, sought)))

// One letter: of two, hardly anything would be left of a word that has only been begun.
const beginsAlmost = (word: string, sought: string): boolean => {
  if (sought.length < 4) return false
  const lengths = [sought.length, sought.length - 1, sought.length + 1]
  if (lengths.some((length) => distance(word.slice(0, length), sought, 1) <= 1)) return true
  const sound = soundOf(word)
  return isCyrillic(word) !== isCyrillic(sought) && soundsOf(sought).some((one) => sound?.startsWith(one))
}

/** Whether it may be that word with a slip, or the beginning of it with one. */
export const isAlmost = (word: string, sought: string): boolean =>
  !/\p{N}/u.test(sought) && (distance(word, sought, slips(sought)) <= slips(sought) || beginsAlmost(word, sought))

interface Text {
  words: { folded: string; at: Mark }[]
  /** What is in the text between these places of it, folded. */
  folded: string
  /** Where a place of the folded text is in the text itself. */
  placeOf: (place: number) => number
}

const number = /^\d+(?=\p{L})/u

/** A word as plainText() has it: `18в` is two. */
const partsOf = (found: string, start: number): Text['words'] => {
  const digits = number.exec(found)?.[0].length ?? 0
  const parts = digits > 0 ? [found.slice(0, digits), found.slice(digits)] : [found]
  return parts.map((part, at) => {
    const from = start + (at === 0 ? 0 : digits)
    return { folded: fold(part), at: [from, from + part.length] }
  })
}

const readText = (text: string): Text => {
  const words: Text['words'] = []
  // Where a run of the text begins, and where it does once it is folded.
  const runs: { at: number; folded: number }[] = []
  let folded = ''
  const add = (from: number, to: number) => {
    runs.push({ at: from, folded: folded.length })
    folded += foldText(text.slice(from, to))
  }
  let last = 0
  for (const match of text.matchAll(aWord)) {
    const end = match.index + match[0].length
    words.push(...partsOf(match[0], match.index))
    add(last, match.index)
    add(match.index, end)
    last = end
  }
  add(last, text.length)
  const placeOf = (place: number) => {
    const at = runs.findLastIndex((run) => run.folded <= place)
    const run = runs[at] ?? { at: 0, folded: 0 }
    return Math.min(run.at + place - run.folded, runs[at + 1]?.at ?? text.length)
  }
  return { words, folded, placeOf }
}

/** Words one after another that together are what was looked for: `Power bank` is `powerbank`, `WH-1000XM5` `wh1000xm5`. */
const together = ({ words }: Text, code: string, isBegun: boolean): Mark[] => {
  if (code.length < 3) return []
  return words.flatMap(({ at: [start] }, from): Mark[] => {
    let joined = ''
    for (const { folded, at } of words.slice(from, from + 6)) {
      if (!code.startsWith(joined)) return []
      joined += folded
      if (joined === code || (isBegun && joined.startsWith(code))) return [[start, at[1]]]
    }
    return []
  })
}

const inARow = ({ words }: Text, sought: readonly string[]): Mark[] =>
  words.flatMap((_, from): Mark[] => {
    const row = words.slice(from, from + sought.length)
    const isRow = row.length === sought.length && row.every(({ folded }, at) => isWord(folded, sought[at] ?? ''))
    return isRow ? row.map(({ at }) => at) : []
  })

const measured = ({ folded, placeOf }: Text, sought: string): Mark[] =>
  amountsIn(folded).flatMap(({ measures, unit, end }) =>
    measures
      .filter(({ measure }) => measure === sought)
      .flatMap((one): Mark[] =>
        one.end === unit
          ? [[placeOf(one.start), placeOf(end)]]
          : [
              [placeOf(one.start), placeOf(one.end)],
              [placeOf(unit + (/^\s*/.exec(folded.slice(unit, end))?.[0].length ?? 0)), placeOf(end)],
            ],
      ),
  )

const marksOf = (text: Text, term: Term): Mark[] => {
  const own = together(text, term.articles[0] ?? '', term.kind === 'code')
  if (term.kind === 'measure') {
    const marks = [...own, ...measured(text, term.measure)]
    return marks.length > 0 ? marks : inARow(text, term.number)
  }
  const alternatives = term.alternatives.flatMap(({ words }) => inARow(text, words))
  return [...own, ...inARow(text, term.words), ...alternatives]
}

/** Without those that are empty; what overlaps is one. */
const merged = (marks: readonly Mark[]): Mark[] => {
  const found: Mark[] = []
  for (const [start, end] of marks.toSorted(([a, b], [c, d]) => a - c || b - d)) {
    const last = found.at(-1)
    if (last && start < last[1]) last[1] = Math.max(last[1], end)
    else if (end > start) found.push([start, end])
  }
  return found
}

/** The words of a text that answer the query; only where none does, those that are spelled nearly so. */
export const marksIn = (text: string, { terms, other }: Query): Mark[] => {
  const read = readText(text)
  const exact = terms.flatMap((term) => marksOf(read, term))
  if (exact.length > 0) return merged(exact)
  const otherwise = (other?.terms ?? []).flatMap((term) => marksOf(read, term))
  if (otherwise.length > 0) return merged(otherwise)
  const sought = terms.flatMap((term) =>
    term.kind === 'word' ? [...term.words, ...term.alternatives.flatMap(({ words }) => words)] : [],
  )
  return merged(read.words.filter(({ folded }) => sought.some((one) => isAlmost(folded, one))).map(({ at }) => at))
}
