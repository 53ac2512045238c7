import { describe, expect, it } from 'vitest'
import { applyMapping, guessMapping, guessMore, readMapping } from './columns.ts'
import { targetName } from './fields.ts'

const shown = (mapping: ReturnType<typeof guessMapping>) =>
  Object.fromEntries(mapping.map(({ target, columns }) => [targetName(target), columns.join('+')]))

const series = Array.from({ length: 40 }, (_, index) => ({ name: 'BILLY', short_description: `Bookcase ${index}` }))
const single = series.map((_, index) => ({ name: `Thing ${index}`, short_description: 'A thing' }))

describe('columns', () => {
  it('are understood by their usual names, in Russian too', () => {
    expect(
      shown(guessMapping(['Артикул', 'Наименование', 'Цена', 'Старая цена', 'Раздел', 'Остаток', 'Ширина', 'x'], [])),
    ).toEqual({
      sku: 'Артикул',
      name: 'Наименование',
      price: 'Цена',
      old_price: 'Старая цена',
      category: 'Раздел',
      stock: 'Остаток',
      'attr.width.cm': 'Ширина',
    })
  })

  it('of names that repeat are joined with the short description', () => {
    const columns = ['name', 'short_description']
    expect(shown(guessMapping(columns, series)).name).toBe('name+short_description')
    expect(shown(guessMapping(columns, single)).name).toBe('name')
  })

  it('that come later add what was not found, and take nothing from those before', () => {
    const first = guessMapping(['id', 'title', 'price', 'category'], [])
    expect(shown(guessMore(first, ['sku', 'Price', 'stock', 'width', 'x']))).toEqual({
      ...shown(first),
      stock: 'stock',
      'attr.width.cm': 'width',
    })
  })

  it('mean what they are told to mean', () => {
    const columns = ['id', 'title', 'price', 'category', 'brand', 'oak']
    const wishes = readMapping('sku=title, brand=,attr.material=oak', columns)
    expect(shown(applyMapping(guessMapping(columns, []), wishes))).toEqual({
      name: 'title',
      price: 'price',
      category: 'category',
      sku: 'title',
      'attr.material': 'oak',
    })
  })

  it('are refused when they don’t exist, or when a product can’t be made of them', () => {
    expect(() => readMapping('sku=nope', ['id'])).toThrow("the file has no column 'nope'; it has id")
    expect(() => readMapping('colour=id', ['id'])).toThrow("there is no field 'colour'")
    expect(() => applyMapping(guessMapping(['sku', 'name', 'price'], []), [])).toThrow('no column gives the category')
  })
})
