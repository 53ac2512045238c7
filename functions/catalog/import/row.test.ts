import { describe, expect, it } from 'vitest'
import { guessMapping } from './columns.ts'
import { readRow } from './row.ts'

const read = (changes: Record<string, string>, currency = 'RUB', rate = 1) => {
  const cells = { sku: 'A', name: 'Ant', category: 'zoo', price: '1', ...changes }
  return readRow({ cells }, { mapping: guessMapping(Object.keys(cells), []), currency, rate })
}
const productOf = (changes: Record<string, string>) => {
  const reading = read(changes)
  if ('rejected' in reading) throw new Error(JSON.stringify(reading.rejected))
  return reading
}

describe('a price', () => {
  it.each(['5 млн', '100k', 'от 100', '99 коп', '5 zł', '5 грн', 'US 10', '3 шт', 'SR 5'])(
    'of %s rejects the row, and the reason quotes it',
    (price) => {
      expect(read({ price })).toEqual({
        rejected: [{ column: 'price', reason: `'${price}' is not an amount above 0 in RUB` }],
      })
    },
  )

  it('may bear the marks of the file’s own currency', () => {
    expect(read({ price: 'SR 5', old_price: 'SAR 10' }, 'SAR', 2)).toMatchObject({
      product: { priceMinor: 1_000, oldPriceMinor: 2_000 },
      left: [],
    })
  })

  it('that was is left out when it can’t be read, and told: then nothing is said of it', () => {
    const { product, left } = productOf({ old_price: 'от 5' })
    expect(left).toEqual([{ column: 'old_price', reason: "'от 5' is not an amount above 0 in RUB" }])
    expect(product.oldPriceMinor).toBeUndefined()
    expect(productOf({ old_price: '' }).product.oldPriceMinor).toBeNull()
    expect(productOf({ old_price: '1' }).product.oldPriceMinor).toBeNull()
  })
})

it('takes counts with their unit, and leaves out those in another', () => {
  expect(productOf({ stock: '3 шт.', weightGrams: '1 200 г' })).toMatchObject({
    product: { stock: 3, weightGrams: 1_200 },
    left: [],
  })
  expect(productOf({ stock: '5 тыс', weightGrams: '2 кг' }).left).toEqual([
    { column: 'stock', reason: "'5 тыс' is not a whole number" },
    { column: 'weightGrams', reason: "'2 кг' is not a whole number of grams" },
  ])
})

it.each([
  [['description_ru'], { ru: '' }],
  [['description_en'], { en: '' }],
  [['description_ru', 'description_en'], { ru: '', en: '' }],
  [['description'], { ru: '', en: '' }],
  [[], undefined],
] as const)('empties descriptions in the languages of its columns: %j', (columns, description) => {
  expect(productOf(Object.fromEntries(columns.map((one) => [one, '']))).product.description).toEqual(description)
})

describe('a category', () => {
  it.each(['../..', '/', '___', '>', '🍳', 'Kitchen > - > Pans'])('is not made of %s', (category) => {
    expect(read({ category })).toEqual({
      rejected: [
        { column: 'category', reason: `'${category}' is not a category: each of its names needs a letter or digit` },
      ],
    })
  })

  it.each([
    ['Kitchen > Pans', 'kitchen/pans'],
    ['厨房', expect.stringMatching(/^x-[0-9a-f]{8}$/)],
    ['50+', '50'],
    ['kitchen/cookware', 'kitchen/cookware'],
  ])('is made of %s', (category, path) => {
    expect(productOf({ category }).product.category).toEqual(path)
  })
})

describe('pictures', () => {
  it('are taken that are addresses, paths or names; what isn’t is left out, and told', () => {
    expect(productOf({ images: 'javascript:alert(1) | https://a.example/1.jpg | not a url' })).toMatchObject({
      product: { images: ['https://a.example/1.jpg'] },
      left: [
        { column: 'images', reason: expect.stringMatching(/^'javascript:alert\(1\)' is not a picture: /) },
        { column: 'images', reason: expect.stringMatching(/^'not a url' is not a picture: /) },
      ],
    })
  })

  it('stay as they were when none of a row can be taken', () => {
    expect(productOf({ images: 'photo.jpg' }).product.images).toBeUndefined()
  })
})
