import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/** Unpacks a zip archive (stored or deflated entries, as packaging tools write them) into a folder. */
export function unzip(archive: string, folder: string): void {
  const bytes = readFileSync(archive)
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--
  if (end < 0) throw new Error(`${archive} is not a zip archive`)
  const count = bytes.readUInt16LE(end + 10)
  let offset = bytes.readUInt32LE(end + 16)
  for (let entry = 0; entry < count; entry++) {
    if (bytes.readUInt32LE(offset) !== directoryEntry) throw new Error(`${archive}: damaged central directory`)
    const method = bytes.readUInt16LE(offset + 10)
    const packedSize = bytes.readUInt32LE(offset + 20)
    const nameLength = bytes.readUInt16LE(offset + 28)
    const skip = bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32)
    const mode = bytes.readUInt32LE(offset + 38) >>> 16
    const start = bytes.readUInt32LE(offset + 42)
    const name = bytes.toString('utf8', offset + 46, offset + 46 + nameLength)
    offset += 46 + nameLength + skip
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    write(archive, folder, name, bytes.subarray(data, data + packedSize), method, mode)
  }
}

function write(archive: string, folder: string, name: string, packed: Buffer, method: number, mode: number): void {
  const target = resolve(join(folder, name))
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`${archive}: ${name} points outside of the archive`)
  if (name.endsWith('/')) {
    mkdirSync(target, { recursive: true })
    return
  }
  if (method !== 0 && method !== 8)
    throw new Error(`${archive}: ${name} is packed by an unsupported method (${method})`)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, method === 8 ? inflateRawSync(packed) : packed, { mode: mode & 0o777 || 0o644 })
}
