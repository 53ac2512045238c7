import { describe, expect, it } from 'vitest'
import { visibleCategories } from './category-branch.ts'

const categories = ['kids', 'kitchen/cookware', 'kitchen', 'kitchen/cookware/pans', 'kids/toys'].map((path) => ({
  path,
  name: { ru: path, en: path },
  count: 1,
}))
const shown = (chosen: string) => visibleCategories(categories, chosen).map(({ path, depth }) => `${depth} ${path}`)

describe('the categories shown', () => {
  it('are the roots while none is chosen', () => {
    expect(shown('')).toEqual(['0 kids', '0 kitchen'])
  })

  it('open down to the one that is chosen, and one further', () => {
    expect(shown('kitchen')).toEqual(['0 kids', '0 kitchen', '1 kitchen/cookware'])
    expect(shown('kitchen/cookware')).toEqual(['0 kids', '0 kitchen', '1 kitchen/cookware', '2 kitchen/cookware/pans'])
  })

  it('do not confuse names that only begin alike', () => {
    expect(
      visibleCategories([...categories, { path: 'kit', name: { ru: '', en: '' }, count: 1 }], 'kitchen').length,
    ).toBe(4)
  })
})
