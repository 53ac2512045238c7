import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { engines, withEngine } from './support/index.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

let db: ServiceDatabase

const article = (number: number) => `KB-${String(number).padStart(4, '0')}`

// Numbers that are one digit from each other, one that begins like another, and numbers that are sizes and models.
const shelf = [
  ...Array.from({ length: 21 }, (_, index) =>
    aProduct({ sku: article(index), name: { ru: `Ложка номер ${index}`, en: `Spoon number ${index}` } }),
  ),
  aProduct({ sku: 'KB-00015', name: { ru: 'Ложка длинная', en: 'Long spoon' } }),
  aProduct({ sku: 'TV-3255', name: { ru: 'Телевизор QLED3255', en: 'TV set QLED3255' } }),
  aProduct({ sku: 'TV-3256', name: { ru: 'Телевизор QLED3256', en: 'TV set QLED3256' } }),
  aProduct({ sku: 'TABLE-A', name: { ru: 'Столешница 1200 мм', en: 'Worktop, 1200 mm' } }),
  aProduct({ sku: 'TABLE-B', name: { ru: 'Столешница 1300 мм', en: 'Worktop, 1300 mm' } }),
]

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await stockShelf(db.admin, shelf)
})
afterAll(() => db.drop())

describe.each(engines)('a search for a number by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  const find = async (q: string) => {
    const page = await search({ q, limit: 50 })
    expect(page.engine).toBe(engine)
    return page.items.map(({ sku }) => sku).sort()
  }

  it.skipIf(isMissing).each([
    ['an article number', 'KB-0002', ['KB-0002']],
    ['one in small letters', 'kb-0012', ['KB-0012']],
    ['one that others begin with', 'KB-0001', ['KB-0001', 'KB-00015']],
    ['the beginning of some', 'KB-001', Array.from({ length: 10 }, (_, at) => article(at + 10))],
    ['one that nothing has', 'KB-0099', []],
    ['one whose letters are others', 'KA-0002', []],
    ['a model', 'QLED3255', ['TV-3255']],
    ['a model that nothing has', 'QLED3257', []],
    ['a size, its word misspelled', 'сталешница 1200', ['TABLE-A']],
    // Said to have only some of it.
    ['a size that nothing has', 'столешница 1250', ['TABLE-A', 'TABLE-B']],
    ['a size after a stop word', 'для 1300', ['TABLE-B']],
  ])('finds %s and nothing beside: %s', async (_, q, expected) => {
    const found = await find(q)
    expect(found).toEqual([...expected].sort())
  })

  it.skipIf(isMissing)('still finds words despite a typo', async () => {
    expect(await find('телевизар')).toEqual(['TV-3255', 'TV-3256'])
  })
})
