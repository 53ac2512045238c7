import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isPlain, plainPath } from './plain-path.ts'

const root = mkdtempSync(join(tmpdir(), 'korob-plain-'))
afterAll(() => rmSync(root, { recursive: true }))

it('leaves a path as it is that has English letters, digits and the usual marks', () => {
  expect(plainPath(root)).toBe(root)
})

it.each(['Мой магазин', 'a shop', 'a&b', "o'clock"])('leads to a folder called %s by another path', (name) => {
  const folder = join(root, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'file'), name)
  const path = plainPath(folder)
  expect(isPlain(path)).toBe(true)
  expect(readFileSync(join(path, 'file'), 'utf8')).toBe(name)
  expect(plainPath(folder)).toBe(path)
  rmSync(path)
})
