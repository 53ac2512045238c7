const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю'

const toCyrillic = new Map([...latin].map((key, at) => [key, cyrillic[at] ?? key]))
const toLatin = new Map([...cyrillic].map((key, at) => [key, latin[at] ?? key]))

const typed = (text: string, keys: ReadonlyMap<string, string>): string =>
  [...text].map((key) => keys.get(key) ?? key).join('')

/**
 * The word that the same keys write in the other layout: `yjen,er` → `ноутбук`, `лфддфч` → `kallax`. Undefined where
 * that is no word, or where both alphabets are mixed already.
 */
export const inOtherLayout = (chunk: string): string | undefined => {
  const text = chunk.toLowerCase()
  const isLatin = /[a-z]/.test(text)
  const isCyrillic = /[а-яё]/.test(text)
  if (isLatin === isCyrillic) return undefined
  const other = typed(text, isLatin ? toCyrillic : toLatin)
  return /^[\p{L}\p{N}]{3,}$/u.test(other) ? other : undefined
}
