import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { secretOf } from './credentials.ts'

const folder = mkdtempSync(join(tmpdir(), 'korob-credentials-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes each secret once, and keeps it from others', () => {
  const secret = secretOf(folder, 'postgres')
  expect(secretOf(folder, 'rabbitmq')).not.toBe(secret)
  expect(secretOf(folder, 'postgres')).toBe(secret)
  expect(statSync(join(folder, 'credentials.json')).mode & 0o077).toBe(0)
})

it('makes none that a command would take for an option', () => {
  for (let count = 0; count < 300; count++) expect(secretOf(folder, `of ${count}`)).toMatch(/^[0-9a-f]{36}$/)
})
