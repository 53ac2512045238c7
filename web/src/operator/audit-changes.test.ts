import { expect, it } from 'vitest'
import { changesOf } from './audit-changes.ts'

it('tells what is otherwise, what came and what went, and nothing that stayed', () => {
  const before = { state: 'due', priceMinor: 100, tags: ['a'], same: { a: 1 }, gone: 'x' }
  const after = { state: 'paid', priceMinor: 200, tags: ['a', 'b'], same: { a: 1 }, come: true }
  expect(changesOf({ before, after })).toEqual([
    { name: 'state', before: 'due', after: 'paid' },
    { name: 'priceMinor', before: '100', after: '200' },
    { name: 'tags', before: '["a"]', after: '["a","b"]' },
    { name: 'gone', before: 'x', after: '—' },
    { name: 'come', before: '—', after: 'true' },
  ])
  expect(changesOf({ before: null, after: null })).toEqual([])
})
