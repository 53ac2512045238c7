import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { line, paragraph, uuid } from './schema.ts'

describe('line', () => {
  test('trims and composes what was typed', () => {
    expect(line(10).parse('  Й  ')).toBe('Й')
  })

  test.each(['', '   ', 'a\u0000b', 'a\nb', 'x'.repeat(11), '\ud800', '\u200b', '\u202eabc', '\ufffd\ufffd'])(
    'refuses %j',
    (value) => {
      expect(line(10).safeParse(value).success).toBe(false)
    },
  )

  test('never lets a control character or an over-long text through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        const result = line(20).safeParse(value)
        if (result.success) {
          expect(result.data.length).toBeLessThanOrEqual(20)
          expect(result.data).not.toMatch(/\p{Cc}/u)
        }
      }),
    )
  })
})

test('a paragraph keeps its line breaks and nothing else below a space', () => {
  expect(paragraph(20).parse('a\r\nb')).toBe('a\nb')
  expect(paragraph(20).safeParse('a\u0007b').success).toBe(false)
  expect(paragraph(20).safeParse('a\ufffdb').success).toBe(false)
})

test('ids compare in lower case', () => {
  expect(uuid.parse('0193E0C8-7B6A-7C11-8E10-0A1B2C3D4E5F')).toBe('0193e0c8-7b6a-7c11-8e10-0a1b2c3d4e5f')
})
