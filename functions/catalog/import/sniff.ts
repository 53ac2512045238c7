import { type FileHandle, open } from 'node:fs/promises'
import { FileError } from './file-error.ts'
import { whyNoText } from './magic.ts'

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
  // Without a mark: ASCII letters in 16 bits have a zero on one side.
  const [first, second, third, fourth] = sample
  if (first && second === 0 && third && fourth === 0) return 'utf-16le'
  if (first === 0 && second && third === 0 && fourth) return 'utf-16be'
  // What spreadsheet programs write on a Russian Windows.
  return isUtf8(sample) ? 'utf-8' : 'windows-1251'
}

/** A first line such as `sep=;`: Excel writes and reads it to name the delimiter. It is no header. */
export const separatorLine = (text: string): { text: string; delimiter: string } | undefined => {
  const [line, plain, inQuotes] = /^(?:sep=([^"\r\n])|"sep=([^"\r\n])")(?=[\r\n]|$)/i.exec(text) ?? []
  const delimiter = plain ?? inQuotes
  return line === undefined || delimiter === undefined ? undefined : { text: line, delimiter }
}

/** The one the file names, else the one that parts the header most often, outside quotes. */
export const sniffDelimiter = (text: string): string => {
  const named = separatorLine(text)
  if (named) return named.delimiter
  const header = (text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '').replaceAll(/"[^"]*"/g, '')
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

const reasons: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read',
  ENOTDIR: 'does not exist',
}

const openFile = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path)
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? '']
    throw reason === undefined ? error : new FileError(`${path} ${reason}`)
  }
}

/** What a file is, by its beginning. @throws FileError when it is none that can be imported */
export const sniffFile = async (path: string): Promise<Sniffed> => {
  const file = await openFile(path)
  try {
    const stat = await file.stat()
    // It is read from its beginning more than once.
    if (!stat.isFile()) throw new FileError(`${path} is ${stat.isDirectory() ? 'a folder' : 'not an ordinary file'}`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0)
    const sample = buffer.subarray(0, bytesRead)
    const reason = whyNoText(sample, path)
    if (reason !== undefined) throw new FileError(`${path} ${reason}`)
    const encoding = sniffEncoding(sample)
    const text = new TextDecoder(encoding).decode(sample)
    if (/^\s*\[\s*[{\]]/.test(text))
      throw new FileError(`${path} is one JSON list; one object a line is wanted, as jq -c '.[]' ${path} writes them`)
    const format = text.trimStart().startsWith('{') ? 'jsonl' : 'csv'
    return { encoding, format, delimiter: sniffDelimiter(text), sizeBytes: stat.size }
  } finally {
    await file.close()
  }
}
