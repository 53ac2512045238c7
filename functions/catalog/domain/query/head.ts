import { wordsIn } from './fold.ts'
import { foldText, plainText } from './plain.ts'

// What comes after is a part, a purpose or a place, and not the thing: `cover for sofa`, `чехол для ноутбука`, `chest of drawers`.
const russianEnd = /[«<"„“(,;:/]|[a-zа-я]*[0-9]|(?<![а-я])(?:с|со|для|из|на|под|от|без|к|по|в|во|и|или)(?![а-я])/
const englishEnd = /[«<("“/]|(?<![a-z0-9-])(?:with|w|for|of|and|in|on|to|from|without|or)(?![a-z0-9-])/
// `26 cm`, `8 / 128 GB`: a size is no thing. `3-seat sofa` is one.
const size = /^\s*[0-9]+(?:[.,][0-9]+)?(?![0-9]|-?[a-z])/
// `26" велосипед`, `3-местный диван`, `2 в 1 коляска`: what the number counts isn't said before it.
const leading =
  /^(?:[a-zа-я]*[0-9][^a-zа-я«„]*(?:(?:мм|см|м|мл|л|г|кг|вт|в|шт|mm|cm|m|ml|l|g|kg|w|v|in|pcs)(?![a-zа-я0-9])[^a-zа-я0-9«„]*)?)+/
// `apple iphone 15 pro`: both what stands before a number of its own and what stands after it may be the thing.
const ownNumber = /(?<![a-z0-9.,-])[0-9]+(?:[.,][0-9]+)?(?![a-z0-9.,-])/

const lastWord = (text: string): string => wordsIn(plainText(text)).findLast((word) => !/[0-9]/.test(word)) ?? ''

const englishHeads = (part: string): string[] => {
  const named = part.split(englishEnd, 1)[0] ?? ''
  return [named.split(ownNumber, 1)[0] ?? '', named].map(lastWord)
}

/**
 * The words of a name that say what the thing is. Russian names begin with them (`стол письменный`); in English the last word
 * before any `with` or `for` is the thing (`oak desk`, but `desk lamp` is a lamp), and a series may stand before it, with a
 * comma. SQL's `head_of()` does the same.
 */
export const headOf = (name: string): string => {
  const folded = foldText(name).trim()
  const begun = folded.replace(leading, '')
  if (/[а-я]/.test(folded)) return wordsIn(begun.split(russianEnd, 1)[0] ?? '').join(' ')
  const parts = begun.split(/[,;:]/).filter((part) => !size.test(part))
  const heads = parts.slice(0, 2).flatMap(englishHeads)
  return [...new Set(heads.filter((head) => head !== ''))].join(' ')
}
