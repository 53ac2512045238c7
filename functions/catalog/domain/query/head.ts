import { fold, wordsIn } from './fold.ts'

// What comes after is a part, a purpose or a place, and not the thing: `cover for sofa`, `чехол для ноутбука`, `chest of drawers`.
const russianEnd = /[«"„“(,;:/0-9]|(?<![а-я])(?:с|со|для|из|на|под|от|без|к|по|в|во|и|или)(?![а-я])/
const englishEnd = /[("“,;:/]|(?<![a-z0-9-])(?:with|w|for|of|and|in|on|to|from|without|or)(?![a-z0-9-])/

/**
 * The words of a name that say what the thing is. Russian names begin with them (`стол письменный`); in English the last word
 * before any `with` or `for` is the thing (`oak desk`, but `desk lamp` is a lamp). SQL's `head_of()` does the same.
 */
export const headOf = (name: string): string => {
  const folded = fold(name).trim()
  if (/[а-я]/.test(folded)) return wordsIn(folded.split(russianEnd, 1)[0] ?? '').join(' ')
  const words = wordsIn(folded.split(englishEnd, 1)[0] ?? '')
  return words.findLast((word) => !/\p{N}/u.test(word)) ?? ''
}
