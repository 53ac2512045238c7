// Damm's quasigroup of order 10: one wrong digit, or two neighbours swapped, always gives another check digit.
// https://en.wikipedia.org/wiki/Damm_algorithm
const quasigroup = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
]

const checkDigit = (digits: string): number =>
  [...digits].reduce((interim, digit) => quasigroup[interim]?.[Number(digit)] ?? 0, 0)

/** What people say aloud: 10001 → '10001-4'. The last digit tells a misheard number from a real one. */
export const orderNumber = (serial: number): string => `${serial}-${checkDigit(String(serial))}`

/** The serial of a number as a person wrote it, with or without its dash; undefined if a digit is wrong. */
export const readOrderNumber = (text: string): number | undefined => {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^[1-9]\d{4,14}$/.test(digits) || checkDigit(digits) !== 0) return undefined
  return Number(digits.slice(0, -1))
}
