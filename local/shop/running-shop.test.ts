import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockFolder } from '../engines/process/lock.ts'
import { runningShop, tellRunning } from './running-shop.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'korob-running-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const shop = {
  url: 'http://localhost:4000',
  runner: 'http://127.0.0.1:4001',
  databaseUrl: 'postgres://postgres:secret@127.0.0.1:4002/korob',
  tokenSecret: 'key',
}

it('is found from when it is ready until it stops', () => {
  const unlock = lockFolder(dataDir, 'a shop that runs')
  expect(runningShop(dataDir)).toBeUndefined()
  const told = tellRunning(dataDir, shop)
  expect(runningShop(dataDir)).toEqual(shop)
  told.stop()
  expect(runningShop(dataDir)).toBeUndefined()
  unlock()
})

it('is not found where one was killed', () => {
  tellRunning(dataDir, shop)
  expect(runningShop(dataDir)).toBeUndefined()
})
