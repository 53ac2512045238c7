import { expect, it } from 'vitest'
import { wordsOf } from './words.ts'

it.each([
  ['Стол, 80 см!', ['Стол', '80', 'см']],
  ["' & | ! :* \\ ()", []],
  ['KB-0001', ['KB', '0001']],
  ['cafe\u0301 ½', ['cafe\u0301', '½']],
])('of %s are %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

it('are twenty at most', () => {
  expect(wordsOf('a '.repeat(100))).toHaveLength(20)
})
