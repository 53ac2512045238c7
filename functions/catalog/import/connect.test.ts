import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connectTo, NoDatabase } from './connect.ts'

let dataDir: string
const before = { ...process.env }
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'korob-import-'))
  vi.stubEnv('KOROB_DATA_DIR', dataDir)
  vi.stubEnv('KOROB_POSTGRES_PORT', '41234')
})
afterEach(() => {
  vi.unstubAllEnvs()
  process.env = { ...before }
  rmSync(dataDir, { recursive: true })
})

it('finds the shop that keeps its data elsewhere and listens on another port', () => {
  writeFileSync(join(dataDir, 'credentials.json'), '{"postgres":"secret"}')
  expect(connectTo(undefined)).toBe('korob at 127.0.0.1:41234')
  expect(process.env.DATABASE_PASSWORD).toBe('secret')
})

it('says where it looked for a shop in vain', () => {
  expect(() => connectTo(undefined)).toThrow(NoDatabase)
  expect(() => connectTo(undefined)).toThrow(dataDir)
})
