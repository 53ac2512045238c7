import { randomInt } from 'node:crypto'
import { strangersWaitSeconds } from './limits.ts'

// Crockford's: no I, L, O and U. https://www.crockford.com/base32.html
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 12

/** Longer than anybody waits for the next code, and than a text takes to arrive: while none is sent, one of these works. */
export const spareLivesMs = (strangersWaitSeconds + 15 * 60) * 1000

/** 60 bits: a million networks that try as often as they may for four hours find one of a billion such codes. */
export const newSpareCode = (): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** In groups that are read off one screen and typed on another. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')

/** What was meant by what was typed: small letters, spaces, and letters that look like digits. Undefined if it is no such code. */
export const readSpareCode = (typed: string): string | undefined => {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain.length === length && [...plain].every((letter) => alphabet.includes(letter)) ? plain : undefined
}
