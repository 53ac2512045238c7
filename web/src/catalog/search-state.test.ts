import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routes } from '../../../functions/catalog/routes.ts'
import { sorts as wireSorts } from '../../../functions/catalog/views.ts'
import { filtersChosen, readSearch, searchQuery, sorts, withoutFilters, writeSearch } from './search-state.ts'

const read = (text: string) => readSearch(new URLSearchParams(text))
const price = fc.option(fc.nat(99_999_999), { nil: undefined })
const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/)
const state = fc.record({
  q: fc.string({ maxLength: 200 }),
  category: fc.oneof(
    fc.constant(''),
    slug,
    fc.tuple(slug, slug).map((parts) => parts.join('/')),
  ),
  brands: fc.uniqueArray(slug, { maxLength: 5 }),
  minPrice: price,
  maxPrice: price,
  inStock: fc.boolean(),
  discount: fc.boolean(),
  attributes: fc.uniqueArray(fc.constantFrom('material:чугун', 'material:cast iron', 'width:60..80', 'induction:true')),
  sort: fc.constantFrom(...sorts),
})

describe("the catalogue's address", () => {
  it('says all of what is shown, and nothing when all is as usual', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(readSearch(writeSearch(one))).toEqual(one)
      }),
    )
    expect(writeSearch(read('')).toString()).toBe('')
  })

  it('opens also when parts of it make no sense', () => {
    expect(
      read('q=x&sort=best&from=-1&to=1e9&instock=yes&brand=A%20B&category=../x&discount=yes&attr=Width:1&attr=nothing'),
    ).toEqual({ ...read(''), q: 'x' })
  })

  it("always asks what the shop's own route takes", () => {
    const { query } = routes.search
    fc.assert(
      fc.property(state, (one) => {
        const sent = Object.fromEntries(
          Object.entries(searchQuery(one, 'en')).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, Array.isArray(value) ? value : String(value)]],
          ),
        )
        expect(query.safeParse(sent).error).toBeUndefined()
      }),
    )
  })

  it('knows the sorts of the shop', () => {
    expect(sorts).toEqual(wireSorts)
  })

  it('asks prices in minor units, the lower first', () => {
    expect(searchQuery(read('from=500&to=100'), 'ru')).toMatchObject({ minPrice: 10_000, maxPrice: 50_000 })
  })

  it('counts its filters and lets them go, but not the words and the order', () => {
    const full = read(
      'q=чай&sort=price&category=kitchen&brand=a&brand=b&from=1&to=5&instock=1&discount=1&attr=width:1..2&attr=x:y',
    )
    expect(filtersChosen(full)).toBe(8)
    expect(withoutFilters(full)).toEqual(read('q=чай&sort=price'))
  })
})
