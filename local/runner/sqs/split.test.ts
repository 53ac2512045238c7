import { expect, it } from 'vitest'
import { splitBySize } from './split.ts'

it('keeps the order, and what is too large alone', () => {
  const split = (texts: string[]) => splitBySize(texts, (text) => text, 4)
  expect(split([])).toEqual([])
  expect(split(['aa', 'bb', 'c'])).toEqual([['aa', 'bb'], ['c']])
  expect(split(['aaaaa', 'b'])).toEqual([['aaaaa'], ['b']])
  expect(split(['ёё', 'b'])).toEqual([['ёё'], ['b']])
})
