import { fold, wordsIn } from './fold.ts'

const most = 120

/**
 * A query as it is kept for operators: folded words. Undefined for what may tell of a person, which isn't kept at all:
 * addresses of e-mail and pages, and so many digits as a phone, a card or an order has.
 */
export const recordedQuery = (text: string): string | undefined => {
  if (/[@＠]|\/\/|www\./i.test(text)) return undefined
  const digits = text.match(/\p{N}/gu)?.length ?? 0
  // Sizes and models have up to four digits in a row; `120x60x75` has more, but not in one. A phone is written with whatever
  // parts its digits: spaces, hyphens, dashes, dots, brackets.
  if (digits > 8 || /\p{N}{6,}/u.test(text.replaceAll(/[^\p{L}\p{N}×*]/gu, ''))) return undefined
  const words = wordsIn(fold(text)).join(' ').slice(0, most).trim()
  return words === '' ? undefined : words
}
