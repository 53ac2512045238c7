import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { whyNoText } from './magic.ts'

it.each<[string, Buffer, string | undefined]>([
  ['gzip', gzipSync('sku,name'), 'is compressed by gzip; unpack it first: gunzip x'],
  ['zip', Buffer.from('PK\u0003\u0004 products.csv'), 'is a zip archive; unpack it first'],
  ['an empty zip', Buffer.from('PK\u0005\u0006'), 'is a zip archive; unpack it first'],
  ['Excel', Buffer.from('PK\u0003\u0004 [Content_Types].xml'), 'is a spreadsheet; save it as CSV first'],
  ['old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'is a spreadsheet; save it as CSV first'],
  [
    'LibreOffice',
    Buffer.from('PK\u0003\u0004 mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
    'is a spreadsheet; save it as CSV first',
  ],
  ['text', Buffer.from('PK,name'), undefined],
])('tells %s by its beginning', (_, sample, reason) => {
  expect(whyNoText(sample, 'x')).toBe(reason)
})
