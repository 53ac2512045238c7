import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

type Machine = {
  readonly root: string
  readonly isInstalled: boolean
  readonly node: string
  readonly platform: NodeJS.Platform
  readonly isMusl: boolean
  readonly closed?: { readonly folder: string; readonly code: string }
  readonly freeBytes: number
}

// JavaScript, since it runs on whatever Node there is.
const module = fileURLToPath(new URL('./requirements.mjs', import.meta.url))
const { machineAt, refusal } = (await import(module)) as {
  machineAt: (root: string, isInstalled: boolean) => Machine
  refusal: (machine: Machine) => readonly [message: string, whatToDo: string] | undefined
}

const fit: Machine = {
  root: '/home/anna/korob',
  isInstalled: false,
  node: '20.0.0',
  platform: 'linux',
  isMusl: false,
  freeBytes: 1e10,
}

it.each([
  ['the oldest Node that will do', fit],
  ['a newer Node', { ...fit, node: '26.1.0' }],
  ['macOS', { ...fit, platform: 'darwin' }],
  ['spaces and Cyrillic letters in the path', { ...fit, root: '/home/anna/Мой магазин' }],
  ['less room, once all is installed', { ...fit, isInstalled: true, freeBytes: 1e9 }],
] satisfies [string, Machine][])('starts with %s', (_case, machine) => {
  expect(refusal(machine)).toBeUndefined()
})

it.each([
  ['an old Node', { ...fit, node: '18.20.8' }, 'Node 18.20.8 is too old', 'Node 20 or newer'],
  ['Windows', { ...fit, platform: 'win32' }, 'only inside WSL', 'wsl --install'],
  ['Alpine', { ...fit, isMusl: true }, 'musl', 'node:24-bookworm'],
  ['a colon in the path', { ...fit, root: '/home/anna/a:b' }, 'has a colon', 'elsewhere'],
  ['a read-only file system', { ...fit, closed: { folder: '/ro', code: 'EROFS' } }, '/ro is on a read-only', 'Clone'],
  [
    "another user's folder",
    { ...fit, root: "/o'k", closed: { folder: "/o'k/.local", code: 'EACCES' } },
    "/o'k/.local can't be written",
    `sudo chown -R "$(id -u)" '/o'\\''k'`,
  ],
  ['a full disk', { ...fit, isInstalled: true, freeBytes: 2e8 }, 'Only 190 MB are free', 'Make room'],
  ['too little room for packages', { ...fit, freeBytes: 1e9 }, '1500 MB are needed', 'Make room'],
] satisfies [string, Machine, string, string][])('refuses %s, with what to do', (_case, machine, message, whatToDo) => {
  expect(refusal(machine)).toEqual([expect.stringContaining(message), expect.stringContaining(whatToDo)])
})

it('sees the machine that it runs on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-requirements-'))
  const machine = machineAt(folder, true)
  rmSync(folder, { recursive: true })
  expect(machine).toMatchObject({ node: process.versions.node, platform: process.platform, closed: undefined })
  expect(machine.freeBytes).toBeGreaterThan(0)
})
