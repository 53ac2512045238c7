import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Cursor, readCursor, writeCursor } from './cursor.ts'

const cursor: fc.Arbitrary<Cursor> = fc.record({
  engine: fc.constantFrom('opensearch', 'postgres'),
  keys: fc.tuple(
    fc.constantFrom<(0 | 1)[]>(0, 1),
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }), fc.constant('ёлка')),
    fc.uuid(),
  ),
  offset: fc.nat(100_000),
  stage: fc.constantFrom('all', 'misspelled', 'some'),
})

it('reads what it wrote, for the same query only', () => {
  fc.assert(
    fc.property(cursor, fc.string(), (written, query) => {
      const text = writeCursor(written, { query })
      expect(readCursor(text, { query })).toEqual(JSON.parse(JSON.stringify(written)))
      expect(readCursor(text, { query: `${query}x` })).toBeUndefined()
    }),
  )
})

it('reads nothing from other text, and never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => readCursor(text, {}) === undefined))
})
