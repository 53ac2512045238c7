import { fold, wordsIn } from './fold.ts'

const most = 120

const anEnd = '(?![\\p{L}\\p{N}])'
// Words of an address beside a number: a house or a flat, or the street before them.
const addresses = [
  /(?<![\p{L}\p{N}])(кв|квартира|дом|корп|корпус|подъезд|apt|flat)\.?\s*№?\s*\p{N}/iu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])(ул|улица|улице|пр-т|просп|проспект|пер|переулок|бульвар|шоссе|street|avenue)${anEnd}.*\\p{N}`,
    'iu',
  ),
]
// As some write an address of e-mail: without its sign.
const mailDomain =
  /(?<![\p{L}\p{N}])(gmail|hotmail|outlook|icloud|yahoo|yandex|ya|mail|inbox|bk|list|rambler|proton(mail)?)[\s.]+(com|ru|net|org|me|by|kz|ua)(?![\p{L}\p{N}])/iu

/**
 * A query as it is kept for operators: folded words. Undefined for what may tell of a person, which isn't kept at all:
 * addresses of e-mail, of pages and of houses, and so many digits as a phone, a card or an order has.
 */
export const recordedQuery = (text: string): string | undefined => {
  if (/[@＠]|\/\/|www\./i.test(text)) return undefined
  if (mailDomain.test(text) || addresses.some((one) => one.test(text))) return undefined
  const digits = text.match(/\p{N}/gu)?.length ?? 0
  // Sizes and models have up to four digits in a row; `120x60x75` has more, but not in one. A phone is written with whatever
  // parts its digits: spaces, hyphens, dashes, dots, brackets.
  if (digits > 8 || /\p{N}{6,}/u.test(text.replaceAll(/[^\p{L}\p{N}×*]/gu, ''))) return undefined
  const words = wordsIn(fold(text)).join(' ').slice(0, most).trim()
  return words === '' ? undefined : words
}
