import fc from 'fast-check'
import { expect, it } from 'vitest'
import { repeatedMembers } from './repeated-members.ts'

it.each([
  ['{"a":1,"b":2}', []],
  ['{"price":1,"price":1}', ['price']],
  ['{"name":{"ru":"x","en":"y","ru":"z"},"en":1}', ['name.ru']],
  ['{"list":[{"key":1},{"key":2}],"key":3}', []],
  ['{"list":[{"key":1,"key":2}]}', ['list.key']],
  [String.raw`{"a\"":1,"a\u0022":2}`, ['a"']],
  [String.raw`{"a":"\"b\":1,\"b\":2","b":[",\"b\":"]}`, []],
  ['[]', []],
])('finds what %s gives twice', (json, repeated) => {
  expect(repeatedMembers(json)).toEqual(repeated)
})

it('finds nothing in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(repeatedMembers(json)).toEqual([])
    }),
  )
})

it('takes any length and depth', () => {
  expect(repeatedMembers(`{"a":"${'x'.repeat(1_000_000)}","a":1}`)).toEqual(['a'])
  expect(repeatedMembers(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toEqual([])
})
