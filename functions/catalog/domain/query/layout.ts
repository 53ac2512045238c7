// With shift, punctuation keys are letters all the same.
const latin = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~{}:"<>'
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю'

const toCyrillic = new Map([...latin].map((key, at) => [key, cyrillic[at] ?? key]))
// The first of the keys that write a letter.
const toLatin = new Map([...cyrillic].map((key, at) => [key, latin[at] ?? key] as const).reverse())

const typed = (text: string, keys: ReadonlyMap<string, string>): string =>
  [...text].map((key) => keys.get(key) ?? key).join('')

/** What the same keys write in the other layout, of whatever length; undefined where that is no word, or both alphabets are mixed. */
export const typedOtherwise = (chunk: string): string | undefined => {
  const text = chunk.toLowerCase()
  const isLatin = /[a-z]/.test(text)
  const isCyrillic = /[а-яё]/.test(text)
  if (isLatin === isCyrillic) return undefined
  const other = typed(text, isLatin ? toCyrillic : toLatin)
  return /^[\p{L}\p{N}]+$/u.test(other) ? other : undefined
}

/**
 * The word that the same keys write in the other layout: `yjen,er` → `ноутбук`, `лфддфч` → `kallax`. Undefined for what is
 * too short to be told by itself.
 */
export const inOtherLayout = (chunk: string): string | undefined => {
  const other = typedOtherwise(chunk)
  return other !== undefined && [...other].length >= 3 ? other : undefined
}
