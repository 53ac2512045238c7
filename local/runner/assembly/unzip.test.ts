import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unzip } from './unzip.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-unzip-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A zip archive as packaging tools write it: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function zip(entries: Record<string, { content: string; deflate: boolean }>): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, { content, deflate }] of Object.entries(entries)) {
    const packed = deflate ? deflateRawSync(content) : Buffer.from(content)
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(crc32(content), 0)
    sizes.writeUInt32LE(packed.length, 4)
    sizes.writeUInt32LE(Buffer.byteLength(content), 8)
    sizes.writeUInt16LE(Buffer.byteLength(name), 12)
    const start = Buffer.from([20, 0, 0, 8, deflate ? 8 : 0, 0, 0, 0, 0, 0])
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), start, sizes, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), start, sizes, rest, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

describe('unzip', () => {
  it('unpacks stored and deflated entries with their folders', () => {
    const archive = join(folder, 'a.zip')
    writeFileSync(
      archive,
      zip({
        'index.js': { content: 'exports.a = 1', deflate: true },
        'lib/ё.txt': { content: 'plain', deflate: false },
      }),
    )
    unzip(archive, join(folder, 'out'))
    expect(readFileSync(join(folder, 'out/index.js'), 'utf8')).toBe('exports.a = 1')
    expect(readFileSync(join(folder, 'out/lib/ё.txt'), 'utf8')).toBe('plain')
  })

  it('refuses entries that point outside', () => {
    const archive = join(folder, 'a.zip')
    writeFileSync(archive, zip({ '../evil.js': { content: 'x', deflate: false } }))
    expect(() => unzip(archive, join(folder, 'out'))).toThrow('points outside')
  })

  it('refuses what is no archive', () => {
    const archive = join(folder, 'a.zip')
    writeFileSync(archive, 'not a zip archive at all, only text')
    expect(() => unzip(archive, join(folder, 'out'))).toThrow('is not a zip archive')
  })
})
