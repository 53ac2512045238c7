// One word for each street type, in the ways people write it in both languages.
const streetTypes: Record<string, readonly string[]> = {
  street: ['улица', 'ул', 'street', 'str', 'st', 'ulitsa', 'ul'],
  lane: ['переулок', 'пер', 'lane', 'ln', 'pereulok', 'per'],
  avenue: ['проспект', 'пр-т', 'просп', 'пр-кт', 'пр', 'avenue', 'ave', 'prospekt', 'prospect'],
  drive: ['проезд', 'пр-д', 'drive', 'proezd', 'passage'],
  boulevard: ['бульвар', 'бул', 'б-р', 'boulevard', 'blvd', 'bulvar'],
  embankment: ['набережная', 'наб', 'embankment', 'emb', 'naberezhnaya'],
  square: ['площадь', 'пл', 'square', 'sq', 'ploshchad'],
  highway: ['шоссе', 'ш', 'highway', 'hwy', 'shosse'],
  row: ['линия', 'line', 'liniya'],
}
const typeOf = new Map(Object.entries(streetTypes).flatMap(([type, words]) => words.map((word) => [word, type])))
const cityWords = new Set(['город', 'г', 'city', 'town', 'of', 'gorod'])

/** Lower case without diacritics (ё is е, but й stays), words apart by one space. */
const words = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll('й', '\u0001')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('\u0001', 'й')
    .replace(/[’'`ʼ]/g, '')
    .split(/[^\p{L}\p{N}-]+/u)
    .map((word) => word.replace(/^-+|-+$/g, ''))
    .filter((word) => word !== '')

/** The key of a city's name. */
export const cityKey = (name: string): string =>
  words(name)
    .filter((word) => !cityWords.has(word))
    .join(' ')

/**
 * The keys of a street's name: `whole` with its type, `bare` without. Words are sorted, because people write both
 * «улица Садовая» and «Садовая улица».
 */
export const streetKeys = (name: string): { whole: string; bare: string } => {
  const all = words(name)
  const named = all.filter((word) => !typeOf.has(word))
  const types = all.flatMap((word) => typeOf.get(word) ?? [])
  // «Набережная улица» is named by a type.
  const bare = (named.length > 0 ? named : all.slice(0, 1)).sort().join(' ')
  return { whole: [...types.slice(-1), bare].join(':'), bare }
}

/** The number a house is found by: 12 of «д. 12к3», 7 of «7/2». Undefined if there is none. */
export const houseNumber = (house: string): number | undefined => {
  const found = /^(?:дом|д|house|no|№|bldg)?\.?\s*(\d{1,5})(?!\d)/iu.exec(house.trim())
  return found ? Number(found[1]) : undefined
}
