import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The secret of this name in a data folder, made once and kept for as long as the data. */
export function secretOf(dataDir: string, name: string): string {
  const file = join(dataDir, 'credentials.json')
  const known: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const secret = known[name]
  if (secret) return secret
  // In hexadecimal: in base64url one of 64 begins with a dash, which commands take for an option.
  const made = randomBytes(18).toString('hex')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...known, [name]: made }, undefined, 2)}\n`, { mode: 0o600 })
  chmodSync(`${file}.new`, 0o600)
  renameSync(`${file}.new`, file)
  return made
}
