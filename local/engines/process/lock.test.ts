import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startOf } from './identity.ts'
import { holderOf, lockFolder } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-lock-'))
})
afterEach(() => {
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

/** Locks of a module of their own, which says whenever it looks after a process. */
const lockObservedBy = async (whileLooking: (pid: number) => void): Promise<typeof lockFolder> => {
  vi.doMock('./identity.ts', () => ({
    startOf: (pid: number) => {
      whileLooking(pid)
      return startOf(pid)
    },
  }))
  try {
    const observed = './lock.ts?observed'
    return ((await import(observed)) as typeof import('./lock.ts')).lockFolder
  } finally {
    vi.doUnmock('./identity.ts')
  }
}

it('leaves the lock to another that took it over in between', async () => {
  const quicker = { pid: process.ppid, startedAt: startOf(process.ppid), what: 'the quicker' }
  const stalePid = 2 ** 22 + 1
  leave({ pid: stalePid, startedAt: '1', what: 'a crash' })
  const lockSlowly = await lockObservedBy((pid) => {
    if (pid === stalePid) leave(quicker)
  })
  expect(() => lockSlowly(folder, 'the slower')).toThrow('in use by the quicker')
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
