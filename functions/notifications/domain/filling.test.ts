import { expect, test } from 'vitest'
import { fill, placesOf } from './filling.ts'

test('places are filled, each as often as it comes', () => {
  expect(fill('{number}: {number}, {when}', { number: '1', when: 'today' })).toBe('1: 1, today')
})

test('what fills a place is no text with places', () => {
  expect(fill('«{name}», {total}', { name: '{total} $& {', total: '1 ₽' })).toBe('«{total} $& {», 1 ₽')
})

test.each(['{wehn}', '{}', '{toString}'])('%s, for which there is nothing, is no text', (text) => {
  expect(() => fill(text, { when: 'today' })).toThrow(text)
})

test('the places of a text are known', () => {
  expect(placesOf('{a} {b} {a} { c } {}')).toEqual(['a', 'b', ''])
})
