import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startOf } from './identity.ts'
import { holderOf, lockFolder } from './lock.ts'

let whileLooking: (pid: number) => void = () => undefined
vi.mock('./identity.ts', async (original) => {
  const { startOf } = await original<typeof import('./identity.ts')>()
  const observed: typeof startOf = (pid) => {
    whileLooking(pid)
    return startOf(pid)
  }
  return { startOf: observed }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-lock-'))
})
afterEach(() => {
  whileLooking = () => undefined
  rmSync(folder, { recursive: true, force: true })
})

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

it('leaves the lock to another that took it over in between', () => {
  const quicker = { pid: process.ppid, startedAt: startOf(process.ppid), what: 'the quicker' }
  const stalePid = 2 ** 22 + 1
  leave({ pid: stalePid, startedAt: '1', what: 'a crash' })
  whileLooking = (pid) => {
    if (pid === stalePid) leave(quicker)
  }
  expect(() => lockFolder(folder, 'the slower')).toThrow('in use by the quicker')
  expect(holderOf(folder)).toEqual(quicker)
})

it('takes over what was left in the middle of a takeover', () => {
  leave({ pid: 2 ** 22 + 1, startedAt: '1', what: 'a crash' })
  writeFileSync(join(folder, 'lock.turn'), '{"pid":')
  lockFolder(folder, 'the next')()
  expect(readdirSync(folder)).toEqual([])
})

it('knows live processes from ended ones', () => {
  expect(startOf(process.pid)).toBeTruthy()
  expect(startOf(2 ** 22 + 1)).toBeUndefined()
})
