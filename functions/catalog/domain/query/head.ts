import { fold, wordsIn } from './fold.ts'

// What comes after is a part, a purpose or a place, and not the thing: `cover for sofa`, `чехол для ноутбука`, `chest of drawers`.
const russianEnd = /[«<"„“(,;:/0-9]|(?<![а-я])(?:с|со|для|из|на|под|от|без|к|по|в|во|и|или)(?![а-я])/
const englishEnd = /[«<("“/]|(?<![a-z0-9-])(?:with|w|for|of|and|in|on|to|from|without|or)(?![a-z0-9-])/
// `26 cm`, `8 / 128 GB`: a size is no thing. `3-seat sofa` is one.
const size = /^\s*[0-9]+(?:[.,][0-9]+)?(?![0-9]|-?[a-z])/

const englishHead = (part: string): string =>
  wordsIn(part.split(englishEnd, 1)[0] ?? '').findLast((word) => !/[0-9]/.test(word)) ?? ''

/**
 * The words of a name that say what the thing is. Russian names begin with them (`стол письменный`); in English the last word
 * before any `with` or `for` is the thing (`oak desk`, but `desk lamp` is a lamp), and a series may stand before it, with a
 * comma. SQL's `head_of()` does the same.
 */
export const headOf = (name: string): string => {
  const folded = fold(name).trim()
  if (/[а-я]/.test(folded)) return wordsIn(folded.split(russianEnd, 1)[0] ?? '').join(' ')
  const parts = folded.split(/[,;:]/).filter((part) => !size.test(part))
  return parts
    .slice(0, 2)
    .map(englishHead)
    .filter((head) => head !== '')
    .join(' ')
}
