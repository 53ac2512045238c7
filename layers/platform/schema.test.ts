import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, line, paragraph, uuid } from './schema.ts'

describe('line', () => {
  test('trims and composes what was typed', () => {
    expect(line(10).parse('  Й  ')).toBe('Й')
  })

  test.each(['', '   ', 'a\u0000b', 'a\nb', 'x'.repeat(11), '\ud800', '\u200b', '\u202eabc', 'a\u2028b'])(
    'refuses %j',
    (value) => {
      expect(line(10).safeParse(value).success).toBe(false)
    },
  )

  test.each([
    ['a bidi override', 'Анна\u202e79161234567'],
    ['an isolate', 'Анна\u2067abc\u2069'],
    ['a private character', 'Анна\ue000'],
    ['tag characters', 'Анна\u{e0041}\u{e0042}'],
    ['a pile of marks', `А${'\u0336'.repeat(5)}нна`],
    ['a pile of joiners', `А${'\u200d'.repeat(3)}нна`],
    ['a noncharacter', 'Анна\uffff'],
    ['what is left of bytes that were no UTF-8', '\ufffd\ufffd'],
  ])('refuses %s', (_, value) => {
    expect(line(60).safeParse(value).success).toBe(false)
  })

  test.each([
    [
      'zero-width spaces and soft hyphens that were pasted along',
      '\ufeffЗавод\u00adская\u200b улица\u2060',
      'Заводская улица',
    ],
    ['joiners around', '\u200dАнна\u200c', 'Анна'],
  ])('drops %s', (_, value, kept) => {
    expect(line(60).parse(value)).toBe(kept)
  })

  test.each(['می\u200cخواهم', 'Đặng Thị Ngọc', 'ประเทศไทย', '👩\u200d🚒 ❤\ufe0f\u200d🔥', 'O’Neill-Šķēle'])(
    'takes what people write: %s',
    (value) => {
      expect(line(60).parse(value)).toBe(value.normalize('NFC'))
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
  expect(paragraph(20).parse('a\u2028b\n\n\n\nc')).toBe('a\nb\n\nc')
  expect(paragraph(20).safeParse('a\u0007b').success).toBe(false)
  expect(paragraph(20).safeParse('a\u202eb').success).toBe(false)
  expect(paragraph(20).safeParse('a\ufffdb').success).toBe(false)
})

test('ids compare in lower case', () => {
  expect(uuid.parse('0193E0C8-7B6A-7C11-8E10-0A1B2C3D4E5F')).toBe('0193e0c8-7b6a-7c11-8e10-0a1b2c3d4e5f')
})

test.each([
  '0000-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00+16:00',
  '2026-01-01T00:00:00-23:59',
  '2026-01-01T00:00:00',
])('%s is no instant that can be stored', (value) => {
  expect(instant.safeParse(value).success).toBe(false)
})

test.each(['0001-01-01T00:00:00+15:59', '9999-12-31T23:59:59-12:00', '2026-01-01T00:00:00.123456Z'])(
  '%s is an instant',
  (value) => {
    expect(instant.safeParse(value).success).toBe(true)
  },
)
