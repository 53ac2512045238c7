import { canApt } from '../system/ask.ts'
import type { Facts } from '../system/facts.ts'

export type PythonFacts = {
  /** Of the interpreter called python3; undefined without one. */
  readonly version: readonly [major: number, minor: number] | undefined
  /** Whether it can make virtual environments, which Debian ships apart. */
  readonly makesEnvironments: boolean
}

/** How a Python for ministack is had. */
export type PythonChoice =
  | { readonly how: 'found' }
  | { readonly how: 'apt'; readonly packages: readonly (readonly string[])[] }
  | { readonly how: 'none'; readonly why: string }

const oldest = 10

export function choosePython(machine: Facts, python: PythonFacts): PythonChoice {
  const { version, makesEnvironments } = python
  if (version && !isEnough(version))
    return { how: 'none', why: `python3 is ${version.join('.')}, and 3.${oldest} is needed` }
  if (version && makesEnvironments) return { how: 'found' }
  if (canApt(machine)) return { how: 'apt', packages: [['python3-venv']] }
  return version
    ? {
        how: 'none',
        why: 'python3 can make no virtual environment (on Debian and Ubuntu: apt-get install python3-venv)',
      }
    : { how: 'none', why: 'no python3' }
}

function isEnough([major, minor]: readonly [number, number]): boolean {
  return major > 3 || (major === 3 && minor >= oldest)
}
