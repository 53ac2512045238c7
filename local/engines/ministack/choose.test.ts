import { expect, it } from 'vitest'
import type { Facts } from '../system/facts.ts'
import { choosePython } from './choose.ts'

const debianRoot: Facts = {
  platform: 'linux',
  isRoot: true,
  distributions: ['debian'],
  hasApt: true,
  hasBrew: false,
  dockerRuns: false,
}
const debianUser: Facts = { ...debianRoot, isRoot: false }

it('takes the python3 that is there', () => {
  expect(choosePython(debianUser, { version: [3, 11], makesEnvironments: true })).toEqual({ how: 'found' })
  expect(choosePython(debianUser, { version: [4, 0], makesEnvironments: true })).toEqual({ how: 'found' })
})

it('has root on Debian install what is missing: all of it, or the part that Debian ships apart', () => {
  const apt = { how: 'apt', packages: [['python3-venv']] }
  expect(choosePython(debianRoot, { version: undefined, makesEnvironments: false })).toEqual(apt)
  expect(choosePython(debianRoot, { version: [3, 11], makesEnvironments: false })).toEqual(apt)
})

it.each([
  ['there is none', undefined, 'no python3'],
  ['it can make no environment', [3, 11] as const, 'python3-venv'],
  ['it is too old', [3, 9] as const, '3.9'],
])('does without, and says why, where %s', (_case, version, why) => {
  const choice = choosePython(debianUser, { version, makesEnvironments: false })
  expect(choice.how === 'none' && choice.why).toContain(why)
})

it("doesn't replace a python3 that is too old", () => {
  expect(choosePython(debianRoot, { version: [3, 9], makesEnvironments: true }).how).toBe('none')
})
