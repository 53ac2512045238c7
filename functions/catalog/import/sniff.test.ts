import { expect, it } from 'vitest'
import { separatorLine, sniffDelimiter, sniffEncoding } from './sniff.ts'

it.each([
  ['a;b;c,d\n1,2,3,4,5', ';'],
  ['"a;b;c;d",e,f', ','],
  ['\n\na\tb', '\t'],
  ['a|b', '|'],
  ['sep=;\na,b;c', ';'],
  ['"sep=|"\r\na,b,c', '|'],
  ['SEP=\t\na,b', '\t'],
  ['sep=,', ','],
  ['sep=;price\n1;2', ';'],
])('finds what parts the values of %j', (text, delimiter) => {
  expect(sniffDelimiter(text)).toBe(delimiter)
})

it('tells encodings apart, also when the sample ends within a letter', () => {
  const utf8 = Buffer.from('цена')
  expect(sniffEncoding(utf8)).toBe('utf-8')
  expect(sniffEncoding(utf8.subarray(0, 7))).toBe('utf-8')
  expect(sniffEncoding(Buffer.from([0xf6, 0xe5, 0xed, 0xe0]))).toBe('windows-1251')
  expect(sniffEncoding(Buffer.from('\uFEFFцена', 'utf16le'))).toBe('utf-16le')
  expect(sniffEncoding(Buffer.from('sku,цена', 'utf16le'))).toBe('utf-16le')
  expect(sniffEncoding(Buffer.from('sku,цена', 'utf16le').swap16())).toBe('utf-16be')
})

it('knows the line that names the delimiter from a header', () => {
  expect(['sep=;\r\na;b', '"sep=,"\na', 'sep=;price\n', 'sep;a\n'].map((text) => separatorLine(text)?.text)).toEqual([
    'sep=;',
    '"sep=,"',
    undefined,
    undefined,
  ])
})
