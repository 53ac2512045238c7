import { fold, wordsIn } from './fold.ts'

/** Sizes apart, in a folded text: `51x51`, `51 х 51` and `51×51` are the same two numbers. */
export const partSizes = (folded: string): string => folded.replaceAll(/(?<=\d)\s*[xх×*]\s*(?=\d)/g, ' × ')

// One after another. The same in SQL's `plain_text()`.
const rules: readonly (readonly [RegExp, string])[] = [
  // `children's table` is one for children.
  [/(?<=\p{L})['’ʼ]s(?![\p{L}\p{N}])/gu, ''],
  // `3-х`, `5ти`, `2nd`: how a number is declined says nothing.
  [/(?<![\p{L}\p{N}])(\d+)-?(?:х|x|ти|ми|ый|ий|ой|й|ая|я|ое|е|го|st|nd|rd|th)(?![\p{L}\p{N}])/gu, '$1'],
  // `2в1` is `2 в 1`.
  [/(?<![\p{L}\p{N}])(\d+)(\p{L}{1,2})(\d+)(?![\p{L}\p{N}])/gu, '$1 $2 $3'],
  // `18в` is `18 в`, `6персон` `6 персон`. What begins with letters is a name: `e27`, `gbh226`.
  [/(?<![\p{L}\p{N}])(\d+)(?=\p{L})/gu, '$1 '],
]

/** A text to be read, folded; a fraction stands apart from the number before it: of `1½` folding alone would make `11⁄2`. */
export const foldText = (text: string): string => fold(text.replaceAll(/[¼½¾⅓⅔⅛⅜⅝⅞]/g, ' $&')).replaceAll('⁄', '/')

/** A folded text whose runs of letters and digits are its words: how people write numbers with what belongs to them is gone. */
export const plainText = (folded: string): string =>
  rules.reduce((text, [written, as]) => text.replaceAll(written, as), partSizes(folded))

/**
 * The words of a text. Queries, documents of the search engine and PostgreSQL's search vectors are made of these, so that what
 * is one word here is one there: `3.0`, `L'Oréal` and `нерж.сталь` are two each.
 */
export const plainWords = (text: string): string[] => wordsIn(plainText(foldText(text)))

// No word of a product is as long. PostgreSQL refuses words of a query beyond 2,046 bytes, and one sign may be many letters: `㌖`.
const longestWord = 64

/** A word as far as it is looked for. */
export const cut = (word: string): string =>
  word.length <= longestWord ? word : [...word].slice(0, longestWord).join('')
