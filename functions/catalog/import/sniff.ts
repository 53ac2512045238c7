import { open } from 'node:fs/promises'

const sampleBytes = 256 * 1024
const delimiters = [';', ',', '\t', '|'] as const

export interface Sniffed {
  /** As TextDecoder names it. */
  encoding: string
  format: 'csv' | 'jsonl'
  delimiter: string
  sizeBytes: number
}

// Cut in the middle of a letter, a sample is still UTF-8: `stream` lets the end be.
const isUtf8 = (sample: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

export const sniffEncoding = (sample: Uint8Array): string => {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  // What spreadsheet programs write on a Russian Windows.
  return isUtf8(sample) ? 'utf-8' : 'windows-1251'
}

/** The one that parts the header most often, outside quotes. */
export const sniffDelimiter = (text: string): string => {
  const header = (text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '').replaceAll(/"[^"]*"/g, '')
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

/** What a file is, by its beginning. */
export const sniffFile = async (path: string): Promise<Sniffed> => {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    const sample = buffer.subarray(0, bytesRead)
    const encoding = sniffEncoding(sample)
    const text = new TextDecoder(encoding).decode(sample)
    const format = text.trimStart().startsWith('{') ? 'jsonl' : 'csv'
    return { encoding, format, delimiter: sniffDelimiter(text), sizeBytes: size }
  } finally {
    await file.close()
  }
}
