import { fold, wordsIn } from '../domain/query/fold.ts'
import { headOf } from '../domain/query/head.ts'
import { measuresIn } from '../domain/query/measures.ts'
import { modelsIn } from '../domain/query/models.ts'
import { foldText, plainWords } from '../domain/query/plain.ts'
import { soundOf } from '../domain/query/sound.ts'
import { attributeValue } from '../domain/query/value-form.ts'
import type { IndexedProduct } from '../store/index-documents.ts'
import { sortableNumber } from './sortable-number.ts'

/** Raised when something else is made here for the same mapping, so that an index is made anew for it, too. */
export const documentVersion = 3

/** A facet's value with its names, as the index keeps it. */
export const label = (...parts: (string | boolean)[]): string => JSON.stringify(parts)

const isWord = (word: string): boolean => /^\p{L}+$/u.test(word)

const joinedIn = (text: string): string[] => {
  const words = plainWords(text)
  return words.flatMap((word, at) => {
    const next = words[at + 1]
    return next !== undefined && isWord(word) && isWord(next) ? [word + next] : []
  })
}

/** A text in the words that queries are made of, so that the engine has none of its own to find. */
const plain = (text: string): string => plainWords(text).join(' ')

// An article has up to 64 signs; a longer word is no model.
const longestCode = 64

const codesOf = (sku: string, names: readonly string[]): string[] => [
  ...new Set(
    [wordsIn(fold(sku)).join(''), ...names.flatMap((name) => modelsIn(fold(name)))].filter(
      (code) => code !== '' && code.length <= longestCode,
    ),
  ),
]

const attributesOf = ({ attributes }: IndexedProduct) => ({
  attributeKeys: attributes.map(({ key }) => key),
  attributeLabels: attributes.flatMap(({ key, value }) => {
    if (typeof value === 'number') return []
    return typeof value === 'boolean' ? [label(key, value)] : [label(key, value.ru, value.en)]
  }),
  attributeTexts: attributes.flatMap(({ value, unit }) => {
    if (typeof value === 'boolean') return []
    return typeof value === 'number' ? [`${value} ${unit ?? ''}`] : [value.ru, value.en]
  }),
  attributeValues: attributes.flatMap(({ key, value }) => {
    if (typeof value === 'number') return []
    const values = typeof value === 'boolean' ? [value] : [value.ru, value.en]
    return [...new Set(values.map((one) => attributeValue(key, one)))]
  }),
  numberValues: attributes.flatMap(({ key, number }) => (number == null ? [] : [sortableNumber(key, number)])),
})

/** What the index keeps of a product; of one that left the shop only that it is gone. */
export const productDocument = (product: IndexedProduct): object => {
  const { id, hit, brand, brandName, categories } = product
  // What an index is sorted by has to be there.
  if (!product.visible) return { id, visible: false, soldOut: 1, createdMicros: product.createdMicros }
  const names = [hit.name.ru, hit.name.en]
  const belongs = [...(brandName ? [brandName] : []), ...categories.flatMap(({ ru, en }) => [ru, en])]
  const attributes = attributesOf(product)
  const sounds = [...names, ...belongs].flatMap((text) => plainWords(text).map(soundOf))
  const codes = codesOf(hit.sku, names)
  return {
    id,
    visible: true,
    sku: hit.sku,
    codes,
    articles: [...new Set([...codes, ...wordsIn(fold(hit.sku)), ...plainWords(hit.sku)])],
    heads: [...new Set(names.map(headOf))],
    names: names.map(plain),
    nameRu: hit.name.ru,
    nameEn: hit.name.en,
    descriptions: product.descriptions.map(plain),
    brand,
    brandName: brandName && plain(brandName),
    brandLabel: brand && brandName ? label(brand, brandName) : null,
    categories: categories.map(({ path }) => path),
    categoryNames: categories.flatMap(({ ru, en }) => [plain(ru), plain(en)]),
    categoryLabels: categories.map(({ path, ru, en }) => label(path, ru, en)),
    sounds: [...new Set(sounds.filter((sound) => sound !== undefined))],
    joined: [...new Set(names.flatMap(joinedIn))],
    measures: [...new Set([...names, ...attributes.attributeTexts].flatMap((text) => measuresIn(foldText(text))))],
    ...attributes,
    attributeTexts: attributes.attributeTexts.map(plain),
    priceMinor: hit.priceMinor,
    discounted: hit.oldPriceMinor !== null,
    soldOut: hit.availability === 'none' ? 1 : 0,
    createdMicros: product.createdMicros,
    hit,
  }
}
