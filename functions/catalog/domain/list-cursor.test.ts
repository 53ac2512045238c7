import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readListCursor, writeListCursor } from './list-cursor.ts'

const shapes = [/^\d{1,18}$/, /^[a-z]{1,9}$/]

test('a cursor gives back its keys, to its own query only', () => {
  const cursor = writeListCursor(['12', 'abc'], { q: 'a' })
  expect(readListCursor(cursor, { q: 'a' }, shapes)).toEqual(['12', 'abc'])
  expect(readListCursor(cursor, { q: 'b' }, shapes)).toBeUndefined()
})

test('what is no cursor is none, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => {
      const text = typeof value === 'string' ? value : Buffer.from(JSON.stringify(value)).toString('base64url')
      expect(readListCursor(text, {}, shapes)).toBeUndefined()
    }),
  )
  expect(readListCursor(writeListCursor(['x', 'abc'], {}), {}, shapes)).toBeUndefined()
  expect(readListCursor(writeListCursor(['1'], {}), {}, shapes)).toBeUndefined()
})
