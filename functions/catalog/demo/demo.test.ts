import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { productInput } from '../domain/product-input.ts'

type Text = { ru: string; en: string }
type Category = { slug: string; name: Text; children: Category[] }
type AttributeKind = { key: string; name: Text; type: 'text' | 'number' | 'boolean'; unit: string | null }
type Attribute = { key: string; value: Text | number | boolean; unit?: string }
type Product = {
  sku: string
  slug: string
  category: string
  brand: string
  name: Text
  description: Text
  priceMinor: number
  oldPriceMinor: number | null
  currency: string
  stock: number
  weightGrams: number
  attributes: Attribute[]
  image: string
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const products: Product[] = read('products.jsonl')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
const categories: Category[] = JSON.parse(read('categories.json'))
const attributes = new Map((JSON.parse(read('attributes.json')) as AttributeKind[]).map((kind) => [kind.key, kind]))

const paths = (tree: Category[], above = ''): string[] =>
  tree.flatMap(({ slug, children }) => [above + slug, ...paths(children, `${above}${slug}/`)])
const leaves = paths(categories).filter((path, _, all) => !all.some((other) => other.startsWith(`${path}/`)))

const duplicates = (values: string[]) => values.filter((value, i) => values.indexOf(value) !== i)
const faulty = (isFaulty: (product: Product) => boolean) => products.filter(isFaulty).map(({ sku }) => sku)
const isBilingual = ({ ru, en }: Text) =>
  /\p{Script=Cyrillic}/u.test(ru) && !/\p{Script=Cyrillic}/u.test(en) && en !== ''
const sentences = (text: string) => text.split(/[.!?](?:\s|$)/).filter(Boolean).length

test('the shop opens with at least 240 products in at least 12 categories, each with something to compare', () => {
  expect(products.length).toBeGreaterThanOrEqual(240)
  expect(categories.length).toBeGreaterThanOrEqual(12)
  const size = (leaf: string) => products.filter(({ category }) => category === leaf).length
  expect(leaves.filter((leaf) => size(leaf) < 4)).toEqual([])
})

test('no two products share a SKU, a slug or a name', () => {
  for (const value of [
    (p: Product) => p.sku,
    (p: Product) => p.slug,
    (p: Product) => p.name.ru,
    (p: Product) => p.name.en,
  ]) {
    expect(duplicates(products.map(value))).toEqual([])
  }
  expect(faulty(({ sku }) => !/^KB-\d{4}$/.test(sku))).toEqual([])
  expect(faulty(({ slug }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([])
})

test('every product is named and described in two to four sentences in both languages', () => {
  expect(faulty(({ name, description }) => !isBilingual(name) || !isBilingual(description))).toEqual([])
  expect(
    faulty(({ description: { ru, en } }) => [ru, en].some((text) => sentences(text) < 2 || sentences(text) > 4)),
  ).toEqual([])
})

test('every product lies in a leaf of the category tree, and no leaf is empty', () => {
  expect(faulty(({ category }) => !leaves.includes(category))).toEqual([])
  expect(leaves.filter((leaf) => !products.some(({ category }) => category === leaf))).toEqual([])
  expect(duplicates(paths(categories))).toEqual([])
})

test('no text is told of two products', () => {
  expect(duplicates(products.map(({ description }) => description.ru))).toEqual([])
  expect(duplicates(products.map(({ description }) => description.en))).toEqual([])
})

test('texts have the quotation marks and dashes of print, and Russian ones no decimal points', () => {
  const typed = ({ ru, en }: Text) => /["']|\.{3}| - |^\s|\s$| {2}/.test(ru + en) || /\d\.\d/.test(ru)
  expect(faulty(({ name, description }) => typed(name) || typed(description))).toEqual([])
})

test('an import would take every product', () => {
  const refused = products.filter(
    ({ image, ...product }) => !productInput.safeParse({ ...product, images: [image] }).success,
  )
  expect(refused).toEqual([])
})

test('categories and attributes are named in both languages', () => {
  const nodes = (tree: Category[]): Category[] => tree.flatMap((node) => [node, ...nodes(node.children)])
  expect(nodes(categories).filter(({ name }) => !isBilingual(name))).toEqual([])
  expect([...attributes.values()].filter(({ name }) => !isBilingual(name))).toEqual([])
})

test('every attribute is a known one, given once, with its type and unit', () => {
  const fits = ({ key, value, unit }: Attribute) => {
    const kind = attributes.get(key)
    const type = typeof value === 'object' ? 'text' : typeof value
    const filled = typeof value !== 'object' || (value.ru !== '' && value.en !== '')
    return kind !== undefined && kind.type === type && (kind.unit ?? undefined) === unit && filled
  }
  expect(faulty((product) => !product.attributes.every(fits))).toEqual([])
  expect(faulty((product) => duplicates(product.attributes.map(({ key }) => key)).length > 0)).toEqual([])
  const used = new Set(products.flatMap((product) => product.attributes.map(({ key }) => key)))
  expect([...attributes.keys()].filter((key) => !used.has(key))).toEqual([])
})

test('a value is spelled one way in both languages, so that a facet counts it once', () => {
  const spellings = new Set(
    products.flatMap((product) =>
      product.attributes.flatMap(({ key, value }) =>
        typeof value === 'object' ? [[key, value.ru, value.en].map((text) => text.toLowerCase()).join('|')] : [],
      ),
    ),
  )
  const [ru, en] = [1, 2].map((language) =>
    [...spellings].map((spelling) => {
      const parts = spelling.split('|')
      return `${parts[0]} ${parts[language]}`
    }),
  )
  expect(duplicates(ru ?? [])).toEqual([])
  expect(duplicates(en ?? [])).toEqual([])
})

test('a brand is spelled one way', () => {
  const brands = [...new Set(products.map(({ brand }) => brand))]
  expect(duplicates(brands.map((brand) => brand.toLowerCase().replaceAll(/[^a-z]/g, '')))).toEqual([])
})

test('prices are whole kopecks, and an old price is higher than the new one', () => {
  expect(
    faulty(({ priceMinor, currency }) => !Number.isInteger(priceMinor) || priceMinor <= 0 || currency !== 'RUB'),
  ).toEqual([])
  expect(faulty(({ priceMinor, oldPriceMinor }) => oldPriceMinor !== null && oldPriceMinor <= priceMinor)).toEqual([])
})

test('stock and weight are whole numbers; some products are sold out and some nearly', () => {
  expect(faulty(({ stock }) => !Number.isInteger(stock) || stock < 0)).toEqual([])
  expect(faulty(({ weightGrams }) => !Number.isInteger(weightGrams) || weightGrams <= 0)).toEqual([])
  expect(faulty(({ stock }) => stock === 0).length).toBeGreaterThan(0)
  expect(faulty(({ stock }) => stock >= 1 && stock <= 3).length).toBeGreaterThan(0)
})

test('every picture exists, none is left over, and none can run script or reach outside', () => {
  const drawn = readdirSync(new URL('images', import.meta.url)).map((file) => file.replace(/\.svg$/, ''))
  expect(faulty(({ image }) => !drawn.includes(image))).toEqual([])
  expect(drawn.filter((image) => !products.some((product) => product.image === image))).toEqual([])
  expect(drawn.length).toBeGreaterThanOrEqual(240)
  const unsafe = drawn.filter((image) => {
    const svg = read(`images/${image}.svg`)
    return !svg.includes('viewBox="0 0 400 400"') || /<script|\son\w+=|href|url\(/i.test(svg)
  })
  expect(unsafe).toEqual([])
})

test('no two pictures are the same, and all of them together stay small', () => {
  const drawings = readdirSync(new URL('images', import.meta.url)).map((file) => read(`images/${file}`))
  expect(duplicates(drawings)).toEqual([])
  expect(Math.max(...drawings.map(({ length }) => length))).toBeLessThan(8_000)
  expect(drawings.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(600_000)
})

test('a name stands in one group of synonyms, and no group has just one', () => {
  const groups: string[][] = JSON.parse(read('synonyms.json'))
  expect(groups.filter((names) => names.length < 2)).toEqual([])
  expect(duplicates(groups.flat())).toEqual([])
})
