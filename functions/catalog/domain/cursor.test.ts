import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Cursor, type Part, readCursor, writeCursor } from './cursor.ts'
import { mostNamed } from './pages.ts'

const anId = '01a204c5-1ef3-7ab7-a489-c3c56cece9c2'

const cursor: fc.Arbitrary<Cursor> = fc.record({
  engine: fc.constantFrom('opensearch', 'postgres'),
  keys: fc.option(
    fc.tuple(
      fc.constantFrom<(0 | 1)[]>(0, 1),
      fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }),
        fc.constant('ёлка'),
      ),
      fc.uuid(),
    ),
  ),
  offset: fc.nat(100_000),
  stage: fc.constantFrom('all', 'misspelled', 'some'),
  shown: fc.array(fc.uuid(), { maxLength: mostNamed }),
  part: fc.constantFrom<(Part | null)[]>(null, [null, null], [anId, null], [anId, anId], [null, anId]),
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

it('stays within an address, however much was shown', () => {
  const shown = Array.from({ length: mostNamed }, () => anId)
  const keys = [0, 12.345678, shown[0] ?? ''] as const
  const text = writeCursor({ engine: 'opensearch', keys, offset: 9_000, stage: 'misspelled', shown, part: null }, {})
  expect(text.length).toBeLessThan(3_000)
})
