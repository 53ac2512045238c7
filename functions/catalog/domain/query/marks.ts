import { word as aWord, fold } from './fold.ts'
import { amountsIn } from './measures.ts'
import { foldText } from './plain.ts'
import type { Query, Term } from './query.ts'
import { remembered } from './remembered.ts'
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
const hasDigit = (word: string): boolean => /\p{N}/u.test(word)
const stemOf = remembered(stem)
const heard = remembered(soundOf)
const meantBy = remembered(soundsOf)

const soundsLike = (word: string, sought: string): boolean => {
  if (isCyrillic(word) === isCyrillic(sought)) return false
  const sound = heard(word)
  return sound !== undefined && meantBy(sought).includes(sound)
}

/** Whether a word of a product is the word that was looked for: inflected, begun, or as it sounds in the other alphabet. */
export const isWord = (word: string, sought: string): boolean =>
  word === sought ||
  (!hasDigit(sought) &&
    (stemOf(word) === stemOf(sought) || (sought.length >= 2 && word.startsWith(sought)) || soundsLike(word, sought)))

// One letter: of two, hardly anything would be left of a word that has only been begun.
const beginsAlmost = (word: string, sought: string): boolean =>
  sought.length >= 4 &&
  [sought.length, sought.length - 1, sought.length + 1].some(
    (length) => distance(word.slice(0, length), sought, 1) <= 1,
  )

const beginsToSoundLike = (word: string, sought: string): boolean => {
  const sound = sought.length >= 4 ? heard(word) : undefined
  return sound !== undefined && meantBy(sought).some((one) => sound.startsWith(one))
}

/** Whether it may be that word with a slip, or the beginning of it with one. */
export const isAlmost = (word: string, sought: string): boolean => {
  if (hasDigit(sought)) return false
  if (isCyrillic(word) !== isCyrillic(sought)) return beginsToSoundLike(word, sought)
  return distance(word, sought, slips(sought)) <= slips(sought) || beginsAlmost(word, sought)
}

interface Text {
  text: string
  words: { folded: string; at: Mark }[]
}

const number = /^\d+(?=\p{L})/u

/** A word as plainText() has it: `18в` is two. */
const partsOf = (found: string, start: number): Text['words'] => {
  const digits = number.exec(found)?.[0].length ?? 0
  if (digits === 0) return [{ folded: fold(found), at: [start, start + found.length] }]
  const middle = start + digits
  return [
    { folded: found.slice(0, digits), at: [start, middle] },
    { folded: fold(found.slice(digits)), at: [middle, start + found.length] },
  ]
}

const readText = (text: string): Text => ({
  text,
  words: [...text.matchAll(aWord)].flatMap((match) => partsOf(match[0], match.index)),
})

/** A text folded, and for each place of that its place in the text. */
const foldedWithPlaces = (text: string): { folded: string; placeOf: (place: number) => number } => {
  // Where a run of the text begins, and where it does once it is folded.
  const runs: { at: number; folded: number }[] = []
  let folded = ''
  for (const { 0: run, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu)) {
    runs.push({ at: index, folded: folded.length })
    folded += foldText(run)
  }
  const placeOf = (place: number) => {
    const at = runs.findLastIndex((run) => run.folded <= place)
    const run = runs[at] ?? { at: 0, folded: 0 }
    return Math.min(run.at + place - run.folded, runs[at + 1]?.at ?? text.length)
  }
  return { folded, placeOf }
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

const measured = ({ text }: Text, sought: string): Mark[] => {
  const { folded, placeOf } = foldedWithPlaces(text)
  return amountsIn(folded).flatMap(({ measures, unit, end }) =>
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
}

const marksOf = (text: Text, term: Term): Mark[] => {
  if (term.kind === 'measure') {
    const marks = measured(text, term.measure)
    return marks.length > 0 ? marks : inARow(text, term.number)
  }
  const isCode = term.kind === 'code'
  const whole = together(text, isCode ? term.code : (term.words[0] ?? ''), isCode)
  const alternatives = term.alternatives.flatMap(({ words }) => inARow(text, words))
  return [...whole, ...inARow(text, term.words), ...alternatives]
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
