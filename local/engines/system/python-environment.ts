import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../engine.ts'
import { EngineError } from '../error.ts'
import { cacheDir } from '../paths.ts'
import { lastLines, run } from './run.ts'

export type PythonEnvironmentOptions = {
  /** What it is for: `ministack`. */
  readonly name: string
  /** The Python that it is made of. */
  readonly interpreter: string
  /** A file that names its packages, each with its version. */
  readonly requirements: string
  readonly log: Log
}

/** The version that a requirements file gives a package. */
export function requiredVersion(requirements: string, name: string): string {
  return new RegExp(`^${name}==(.+)$`, 'm').exec(readFileSync(requirements, 'utf8'))?.[1] ?? ''
}

/** Runs a line of Python; undefined where that fails, or where there is no such interpreter. */
export async function askPython(interpreter: string, program: string): Promise<string | undefined> {
  const { code, output } = await run(interpreter, ['-c', program]).catch(() => ({ code: 1, output: '' }))
  return code === 0 ? output.trim() : undefined
}

/** The interpreter of a virtual environment with just these packages, made once and kept. */
export async function pythonEnvironment(options: PythonEnvironmentOptions): Promise<string> {
  const { name, interpreter, requirements, log } = options
  const version = requiredVersion(requirements, name)
  const identity = (await askPython(interpreter, 'import sys; print(sys.executable, sys.version)')) ?? interpreter
  const digest = createHash('sha256').update(readFileSync(requirements)).update(identity).digest('hex').slice(0, 12)
  const folder = join(cacheDir, `${name}-${version}-${digest}`)
  const python = join(folder, 'bin/python')
  if (existsSync(python)) return python
  log(`fetching ${name} ${version} from PyPI (once)`)
  // Moved into place once whole, so that an interrupted or parallel start can't leave half of it.
  const draft = `${folder}.${process.pid}`
  mkdirSync(cacheDir, { recursive: true })
  try {
    await must(interpreter, ['-m', 'venv', draft])
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input']
    await must(join(draft, 'bin/python'), [...pip, '-r', requirements])
    if (!existsSync(folder)) renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return python
}

async function must(file: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(file, args)
  if (code === 0) return
  throw new EngineError(
    `\`${file} ${args.join(' ')}\` failed (exit code ${code}):\n${lastLines(output)}`,
    'Mend what it complains about, and start again.',
  )
}
