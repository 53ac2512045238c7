import { mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Engine, startEngine } from '../engine.ts'
import { projectRoot } from '../paths.ts'
import { startKept } from '../process/kept-process.ts'
import { claimPort } from '../process/ports.ts'
import { ministackVersion } from './python.ts'

export type MinistackOptions = {
  /** What `ensureMinistack` answered. */
  readonly python: string
  readonly dataDir: string
  readonly port?: number
  readonly logDir?: string
}

export type Ministack = Engine & { readonly endpoint: string }

/** An emulator of AWS that runs functions as processes, without Docker. What it holds ends with it. */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  const { python, dataDir, logDir = join(dataDir, 'log') } = options
  const port = await claimPort({ use: 'ministack', port: options.port })
  const folder = join(dataDir, 'ministack')
  mkdirSync(folder, { recursive: true })
  const endpoint = `http://127.0.0.1:${port}`
  const engine = await startEngine({
    name: 'ministack',
    version: ministackVersion,
    origin: 'PyPI',
    launch: () =>
      startKept(
        {
          file: python,
          args: ['-m', 'ministack'],
          cwd: folder,
          env: environment(folder, port),
          // Functions are its children, and what it holds is not kept: nothing is lost by force.
          graceSeconds: 1,
        },
        join(logDir, 'ministack.log'),
      ),
    isReady: async () => (await fetch(`${endpoint}/_localstack/health`, { signal: AbortSignal.timeout(2000) })).ok,
    readyTimeoutMs: 120_000,
  })
  return { ...engine, endpoint, stop: engine.kill }
}

/** All of it, since every variable of ministack's is one of each function's too. */
function environment(folder: string, port: number): NodeJS.ProcessEnv {
  const bin = join(projectRoot, 'node_modules/.bin')
  return {
    // Functions are run by the first `node`.
    PATH: [bin, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    S3_DATA_DIR: join(folder, 's3'),
    PYTHONUNBUFFERED: '1',
    MALLOC_ARENA_MAX: '2',
  }
}
