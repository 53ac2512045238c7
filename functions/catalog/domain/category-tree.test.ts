import { expect, it } from 'vitest'
import { categoryTree } from './category-tree.ts'

const row = (path: string) => ({ path, name: { ru: path, en: path }, count: 1 })

it('hangs each category below its parent, in the order given', () => {
  const tree = categoryTree(['b', 'a', 'a/z', 'a/y', 'a/z/q'].map(row))
  const outline = (nodes: typeof tree): unknown[] => nodes.map(({ path, children }) => [path, outline(children)])
  expect(outline(tree)).toEqual([
    ['b', []],
    [
      'a',
      [
        ['a/z', [['a/z/q', []]]],
        ['a/y', []],
      ],
    ],
  ])
})
