import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segment } from './segments.ts'

describe('segments', () => {
  test.each([
    { text: 'a'.repeat(160), encoding: 'GSM-7', segments: 1 },
    { text: 'a'.repeat(161), encoding: 'GSM-7', segments: 2 },
    { text: 'a'.repeat(306), encoding: 'GSM-7', segments: 2 },
    { text: 'a'.repeat(307), encoding: 'GSM-7', segments: 3 },
    { text: '€'.repeat(80), encoding: 'GSM-7', segments: 1 },
    { text: `${'€'.repeat(80)}a`, encoding: 'GSM-7', segments: 2 },
    // An escape and its character stay together: 152 septets, then the euro sign doesn't fit.
    { text: `${'a'.repeat(152)}€${'a'.repeat(152)}`, encoding: 'GSM-7', segments: 3 },
    { text: 'я'.repeat(70), encoding: 'UCS-2', segments: 1 },
    { text: 'я'.repeat(71), encoding: 'UCS-2', segments: 2 },
    { text: 'я'.repeat(134), encoding: 'UCS-2', segments: 2 },
    { text: 'я'.repeat(135), encoding: 'UCS-2', segments: 3 },
    { text: '😀'.repeat(35), encoding: 'UCS-2', segments: 1 },
    { text: '😀'.repeat(36), encoding: 'UCS-2', segments: 2 },
    // Nor is half a character of another plane left behind: 66 units, then it doesn't fit.
    { text: `${'я'.repeat(66)}😀${'я'.repeat(66)}`, encoding: 'UCS-2', segments: 3 },
    { text: '', encoding: 'GSM-7', segments: 1 },
  ])('$encoding, $segments: $text', ({ text, encoding, segments }) => {
    expect(segment(text)).toEqual({ encoding, segments })
  })

  test('one character outside GSM-7 costs the whole text its alphabet', () => {
    expect(segment(`${'a'.repeat(100)}`).segments).toBe(1)
    expect(segment(`${'a'.repeat(100)}–`)).toEqual({ encoding: 'UCS-2', segments: 2 })
  })

  test('a longer text never needs fewer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 50 }), (text, more) => {
        expect(segment(text + more).segments).toBeGreaterThanOrEqual(segment(text).segments)
      }),
    )
  })
})
