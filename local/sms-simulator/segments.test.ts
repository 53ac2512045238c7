import { expect, test } from 'vitest'
import { segment } from './segments.ts'

test.each([
  ['a Latin text of 160 characters is one segment', 'a'.repeat(160), 'GSM-7', 1],
  ['161 are two, since each part of a long text carries a header', 'a'.repeat(161), 'GSM-7', 2],
  ['two parts hold 306', 'a'.repeat(306), 'GSM-7', 2],
  ['307 need a third', 'a'.repeat(307), 'GSM-7', 3],
  ['the euro sign costs two septets', `${'a'.repeat(158)}€`, 'GSM-7', 1],
  ['so 159 letters and a euro sign are two segments', `${'a'.repeat(159)}€`, 'GSM-7', 2],
  ['an escaped character is not split between parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
  ['Greek capitals are in the alphabet', 'ΔΦΓΛΩ', 'GSM-7', 1],
  ['a backtick is not', '`', 'UCS-2', 1],
  ['a Cyrillic text of 70 characters is one segment', 'я'.repeat(70), 'UCS-2', 1],
  ['71 are two', 'я'.repeat(71), 'UCS-2', 2],
  ['two parts hold 134', 'я'.repeat(134), 'UCS-2', 2],
  ['135 need a third', 'я'.repeat(135), 'UCS-2', 3],
  ['one Cyrillic letter makes the whole text UCS-2', `${'a'.repeat(70)}я`, 'UCS-2', 2],
  ['an emoji is two units', '📦'.repeat(35), 'UCS-2', 1],
  ['and is not split between parts', '📦'.repeat(67), 'UCS-2', 3],
] as const)('%s', (_, body, encoding, segments) => {
  expect(segment(body)).toEqual({ encoding, segments })
})
