import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clearData } from './clear.ts'
import { claimDataFolder } from './data-folder.ts'
import { startEngines } from './engines.ts'
import { EngineError } from './error.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-data-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const thesis = () => join(folder, 'thesis.txt')

it('clears what a shop has claimed, whole', () => {
  const dataDir = join(folder, 'new')
  claimDataFolder(dataDir)
  claimDataFolder(dataDir)
  mkdirSync(join(dataDir, 'postgres'))
  expect(clearData(dataDir)).toEqual([dataDir])
  expect(existsSync(dataDir)).toBe(false)
})

it("neither clears nor starts in a folder with another's files", async () => {
  writeFileSync(thesis(), 'years of work')
  expect(() => clearData(folder)).toThrow(EngineError)
  await expect(startEngines({ dataDir: folder })).rejects.toThrow(EngineError)
  expect(readdirSync(folder)).toEqual(['thesis.txt'])
})

it("takes no folder for a shop's because of names in it", () => {
  for (const name of ['postgres', 'runner']) mkdirSync(join(folder, name))
  expect(() => clearData(folder)).toThrow('no file korob-data')
})

it('refuses a file', () => {
  writeFileSync(thesis(), 'years of work')
  expect(() => clearData(thesis())).toThrow(EngineError)
  expect(existsSync(thesis())).toBe(true)
})

it('says that a folder cannot be made', () => {
  writeFileSync(thesis(), 'years of work')
  expect(() => claimDataFolder(join(thesis(), 'shop'))).toThrow(EngineError)
})
