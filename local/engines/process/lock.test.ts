import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startOf } from './identity.ts'
import { holderOf, lockFolder } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const leave = (holder: object) => writeFileSync(join(folder, 'lock'), JSON.stringify(holder))

it('refuses a folder that a live process holds, and names it', () => {
  const unlock = lockFolder(folder, 'a shop')
  expect(() => lockFolder(folder, 'another')).toThrow(`in use by a shop (process ${process.pid})`)
  unlock()
  lockFolder(folder, 'another')()
})

it('takes over from a process that has ended', async () => {
  const gone = spawn('true')
  const pid = gone.pid as number
  await new Promise((resolve) => gone.once('exit', resolve))
  leave({ pid, startedAt: '1', what: 'a crash' })
  lockFolder(folder, 'the next')()
})

it('takes over when the process id has been given to another since', () => {
  leave({ pid: process.pid, startedAt: 'long ago', what: 'a crash' })
  expect(holderOf(folder)).toBeUndefined()
  lockFolder(folder, 'the next')()
})

it('takes over a lock that was torn in writing', () => {
  writeFileSync(join(folder, 'lock'), '{"pid":')
  lockFolder(folder, 'the next')()
})

it('knows live processes from ended ones', () => {
  expect(startOf(process.pid)).toBeTruthy()
  expect(startOf(2 ** 22 + 1)).toBeUndefined()
})
