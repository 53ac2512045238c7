import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** Opens a fresh log and keeps the one of the run before beside it: a crash is often looked at after the next start. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file)) renameSync(file, file.replace(/(\.log)?$/, '.previous.log'))
  return openSync(file, 'a', 0o600)
}

/** The last lines of a log, read from its end: logs of engines grow to many megabytes. */
export function tailOf(file: string, lines = 15): string {
  if (!existsSync(file)) return ''
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const length = Math.min(size, 16_384)
    const buffer = Buffer.alloc(length)
    readSync(descriptor, buffer, 0, length, size - length)
    return stripVTControlCharacters(buffer.toString('utf8')).trimEnd().split('\n').slice(-lines).join('\n')
  } finally {
    closeSync(descriptor)
  }
}
