import { expect, it } from 'vitest'
import { facetsOfCategory } from './category-facets.ts'

const settings = [
  { path: 'kitchen', key: 'material', shown: true, position: 2 },
  { path: 'kitchen', key: 'color', shown: true, position: 1 },
  { path: 'kitchen/cookware', key: 'color', shown: false, position: 0 },
  { path: 'kitchen/cookware', key: 'diameter', shown: true, position: 0 },
  { path: 'kit', key: 'width', shown: true, position: 0 },
]

it('a category has the facets set for it and above it, the nearest deciding', () => {
  expect(facetsOfCategory(settings, 'kitchen')).toEqual({ shown: ['color', 'material'], hidden: [] })
  expect(facetsOfCategory(settings, 'kitchen/cookware')).toEqual({ shown: ['diameter', 'material'], hidden: ['color'] })
  expect(facetsOfCategory(settings, 'garden')).toEqual({ shown: [], hidden: [] })
  expect(facetsOfCategory(settings, undefined)).toEqual({ shown: [], hidden: [] })
})
