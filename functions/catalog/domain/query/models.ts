import { wordsIn } from './fold.ts'

const hasDigit = /\p{N}/u
const hasLetter = /\p{L}/u
// `Galaxy A55`, but no word of a language with a size behind it.
const series = /^\p{L}{1,8}$/u

/**
 * What in a folded name may be a model, without its punctuation: `wh1000xm5` and `1000xm5` of `WH-1000XM5`, `gbh226` of
 * `GBH 2-26`. People write these apart, together, and with or without hyphens. SQL's `models_in()` does the same.
 */
export const modelsIn = (folded: string): string[] => {
  const chunks = folded.split(/\s+/).map((chunk) => wordsIn(chunk).join(''))
  const joined = chunks.flatMap((chunk, at) => {
    const next = chunks[at + 1] ?? ''
    return [chunk, ...(series.test(chunk) && hasDigit.test(next) ? [chunk + next] : [])]
  })
  const found = [...wordsIn(folded), ...joined].filter((one) => hasDigit.test(one) && hasLetter.test(one))
  return [...new Set(found)]
}
