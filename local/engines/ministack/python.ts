import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { cacheDir } from '../paths.ts'
import { aptInstall } from '../system/apt.ts'
import { machineFacts } from '../system/facts.ts'
import { lastLines, run } from '../system/run.ts'
import { choosePython, type PythonFacts } from './choose.ts'

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url))

/** `1.5.33` */
export const ministackVersion = /^ministack==(.+)$/m.exec(readFileSync(requirements, 'utf8'))?.[1] ?? ''

/** A Python with ministack, made once and kept; undefined, and the log says why, where there can be none. */
export async function ensureMinistack(log: Log): Promise<string | undefined> {
  const facts = await pythonFacts()
  const choice = choosePython(machineFacts(), facts)
  if (choice.how === 'none') {
    log(`ministack can't be had here: ${choice.why}`)
    return undefined
  }
  try {
    if (choice.how === 'apt') await aptInstall(choice.packages, log)
    return await environment(log)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    log(`ministack can't be had here: ${error.message}`)
    return undefined
  }
}

async function pythonFacts(): Promise<PythonFacts> {
  const asked = await ask('import sys; print(*sys.version_info[:2])')
  const [major, minor] = asked?.split(' ').map(Number) ?? []
  return {
    version: major === undefined || minor === undefined ? undefined : [major, minor],
    makesEnvironments: (await ask('import venv, ensurepip; print("yes")')) === 'yes',
  }
}

async function ask(program: string): Promise<string | undefined> {
  const { code, output } = await run('python3', ['-c', program]).catch(() => ({ code: 1, output: '' }))
  return code === 0 ? output.trim() : undefined
}

/** A virtual environment with what requirements.txt names, in a folder that is named after both. */
async function environment(log: Log): Promise<string> {
  const interpreter = await ask('import sys; print(sys.executable, sys.version)')
  const digest = createHash('sha256')
    .update(readFileSync(requirements))
    .update(interpreter ?? '')
    .digest('hex')
  const folder = join(cacheDir, `ministack-${ministackVersion}-${digest.slice(0, 12)}`)
  const python = join(folder, 'bin/python')
  if (existsSync(python)) return python
  log(`fetching ministack ${ministackVersion} from PyPI (once)`)
  // Moved into place once whole, so that an interrupted or parallel start can't leave half of it.
  const draft = `${folder}.${process.pid}`
  mkdirSync(cacheDir, { recursive: true })
  try {
    await must('python3', ['-m', 'venv', draft])
    const options = ['--quiet', '--disable-pip-version-check', '--no-input']
    await must(join(draft, 'bin/python'), ['-m', 'pip', 'install', ...options, '-r', requirements])
    if (!existsSync(folder)) renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return python
}

async function must(file: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(file, args)
  if (code === 0) return
  throw new EngineError(`\`${file} ${args.join(' ')}\` failed (exit code ${code}):\n${lastLines(output)}`, 'Mend that.')
}
