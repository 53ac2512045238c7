import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase } from '@korob/platform/database'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connectTo, NoDatabase, reach } from './connect.ts'

let dataDir: string
const before = { ...process.env }
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'korob-import-'))
  vi.stubEnv('KOROB_DATA_DIR', dataDir)
})
afterEach(() => {
  vi.unstubAllEnvs()
  process.env = { ...before }
  rmSync(dataDir, { recursive: true })
})

it('finds the shop that runs, wherever its servers are', () => {
  const databaseUrl = 'postgres://postgres:secret@db.example:41234/korob'
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ url: 'http://localhost:3000', databaseUrl }))
  expect(connectTo(undefined)).toBe('korob at db.example:41234')
  expect(process.env.DATABASE_PASSWORD).toBe('secret')
})

it('says at once that a shop that was killed does not answer', async () => {
  const databaseUrl = 'postgres://postgres:secret@127.0.0.1:1/korob'
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ databaseUrl }))
  const where = connectTo(undefined)
  await expect(reach(where)).rejects.toThrow(NoDatabase)
  await expect(reach(where)).rejects.toThrow('korob at 127.0.0.1:1')
  await closeDatabase()
})

it('says where it looked for a shop in vain', () => {
  expect(() => connectTo(undefined)).toThrow(NoDatabase)
  expect(() => connectTo(undefined)).toThrow(dataDir)
})
