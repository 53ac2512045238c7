import { expect, it } from 'vitest'
import { sniffDelimiter, sniffEncoding } from './sniff.ts'

it.each([
  ['a;b;c,d\n1,2,3,4,5', ';'],
  ['"a;b;c;d",e,f', ','],
  ['\n\na\tb', '\t'],
  ['a|b', '|'],
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
