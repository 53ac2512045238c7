const ligatures: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }

/** Lower case, `ё` as `е`, Latin letters without their marks. `й` stays: it is a letter of its own. SQL's `fold()` does the same. */
export const fold = (text: string): string => (isAscii(text) ? text.toLowerCase() : foldAny(text))

const isAscii = (text: string): boolean => !/[^ -~]/.test(text)

const foldAny = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFD')
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replaceAll(/[ßæœøłđı]/g, (letter) => ligatures[letter] ?? letter)

/** A run of letters and digits. Marks belong to the letter before them: those of an emoji (U+FE0F) are no word. */
export const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu

/** Runs of letters and digits; marks by themselves, operators and punctuation mean nothing. */
export const wordsIn = (text: string): string[] => text.match(word) ?? []
