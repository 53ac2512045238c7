import { fileURLToPath } from 'node:url'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { askPython, pythonEnvironment, requiredVersion } from '../system/python-environment.ts'
import { choosePython, type PythonFacts } from './choose.ts'

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url))

/** `1.5.33` */
export const ministackVersion = requiredVersion(requirements, 'ministack')

/** A Python with ministack, made once and kept; undefined, and the log says why, where there can be none. */
export async function ensureMinistack(log: Log): Promise<string | undefined> {
  const choice = choosePython(machineFacts(), await pythonFacts())
  if (choice.how === 'none') {
    log(`ministack can't be had here: ${choice.why}`)
    return undefined
  }
  try {
    if (choice.how === 'apt') await aptInstall(choice.packages, log)
    return await pythonEnvironment({ name: 'ministack', interpreter: 'python3', requirements, log })
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    log(`ministack can't be had here: ${error.message}`)
    return undefined
  }
}

async function pythonFacts(): Promise<PythonFacts> {
  const version = await askPython('python3', 'import sys; print(*sys.version_info[:2])')
  const [major, minor] = version?.split(' ').map(Number) ?? []
  return {
    version: major === undefined || minor === undefined ? undefined : [major, minor],
    makesEnvironments: (await askPython('python3', 'import venv, ensurepip; print("yes")')) === 'yes',
  }
}
