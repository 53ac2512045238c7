import type { ProductInput } from '../../../../functions/catalog/domain/product-input.ts'
import { type Random, randomFrom, zipf } from './random.ts'
import {
  type Branch,
  branches,
  type Kind,
  latinSyllables,
  materials,
  qualities,
  sentences,
  syllables,
} from './words.ts'

/** A catalogue that nobody sells: in Russian and English, with brands and kinds of which few are common and most are rare. */

export const brandCount = 2_000

/** A brand's name by its place; the first are the common ones. */
export const brandName = (place: number): string => {
  const digits = [place % 12, Math.floor(place / 12) % 12, Math.floor(place / 144) % 12]
  const name = digits.map((digit) => latinSyllables[digit]).join('')
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}${place >= 1_728 ? ` ${place}` : ''}`
}

interface Shelf {
  branch: Branch
  kind: Kind
}
const shelves: readonly Shelf[] = branches.flatMap((branch) => branch.kinds.map((kind) => ({ branch, kind })))
// Neighbours by popularity belong to different branches.
const byPopularity = shelves.toSorted((a, b) => (shelves.indexOf(a) % 8) - (shelves.indexOf(b) % 8))

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const seriesOf = (random: Random) => {
  const [one, two] = [random.below(12), random.below(12)]
  return {
    ru: capital(`${syllables[one]}${syllables[two]}`),
    en: capital(`${latinSyllables[one]}${latinSyllables[two]}`),
  }
}

/** Prices spread over orders of magnitude and end in 90, as shops have them. */
const priceOf = (random: Random): number =>
  Math.max(1, Math.round(Math.exp(4.6 + random.next() * 3 + random.next() * 3.5) / 100)) * 100_00 - 10_00

const stockOf = (random: Random): number => (random.next() < 0.12 ? 0 : zipf(random, 400) + 1)

/** Product number `number` of the catalogue that the seed stands for. */
export const generatedProduct = (seed: number, number: number): ProductInput => {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  random.next()
  const { branch, kind } = byPopularity[zipf(random, byPopularity.length)] as Shelf
  const quality = random.pick(qualities)
  const series = seriesOf(random)
  const model = 100 + random.below(9_900)
  const material = random.pick(materials)
  const width = 5 + random.below(195)
  const about = [random.pick(sentences), random.pick(sentences), random.pick(sentences)]
  const priceMinor = priceOf(random)
  return {
    sku: `G${seed}-${String(number).padStart(7, '0')}`,
    category: `${branch.slug}/${kind.slug}`,
    brand: brandName(zipf(random, brandCount)),
    name: {
      ru: `${capital(kind.ru)} ${quality.ru[kind.gender]} «${series.ru}» ${model}`,
      en: `${series.en} ${model} ${quality.en} ${kind.en}`,
    },
    description: { ru: about.map(({ ru }) => ru).join(' '), en: about.map(({ en }) => en).join(' ') },
    priceMinor,
    oldPriceMinor: random.next() < 0.2 ? Math.round((priceMinor * 1.25) / 100) * 100 : null,
    stock: stockOf(random),
    weightGrams: 50 + random.below(20_000),
    attributes: [
      { key: 'material', value: material },
      { key: 'width', value: width, unit: 'cm' },
      { key: 'assembled', value: random.next() < 0.5 },
    ],
    images: ['skillet'],
    published: random.next() >= 0.02,
  }
}

/** Products of a seed from number `from` up to `to`; the same seed gives the same ones. */
export function* generatedProducts(seed: number, to: number, from = 0): Generator<ProductInput> {
  for (let number = from; number < to; number++) yield generatedProduct(seed, number)
}

export const generatedCategories = branches.flatMap(({ slug, ru, en, kinds }, position) => [
  { path: slug, name: { ru, en }, position },
  ...kinds.map((kind, place) => ({
    path: `${slug}/${kind.slug}`,
    name: { ru: capital(kind.ru), en: capital(kind.en) },
    position: place,
  })),
])

export const generatedAttributes = [
  { key: 'material', name: { ru: 'Материал', en: 'Material' }, type: 'text' as const, unit: null },
  { key: 'width', name: { ru: 'Ширина', en: 'Width' }, type: 'number' as const, unit: 'cm' },
  { key: 'assembled', name: { ru: 'В сборе', en: 'Assembled' }, type: 'boolean' as const, unit: null },
]
