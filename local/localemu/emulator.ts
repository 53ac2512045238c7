import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, type Log, startEngine } from '../engines/engine.ts'
import { EngineError } from '../engines/error.ts'
import { startKept } from '../engines/process/kept-process.ts'
import { freePort } from '../engines/process/ports.ts'
import { findExecutable } from '../engines/system/executables.ts'
import { askPython, pythonEnvironment, requiredVersion } from '../engines/system/python-environment.ts'

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url))
const docker = fileURLToPath(new URL('./docker-nopull.sh', import.meta.url))

/** A Python with localemu, made once and kept. */
export function ensureLocalEmu(log: Log): Promise<string> {
  const interpreter = findPython()
  if (interpreter) return pythonEnvironment({ name: 'localemu', interpreter, requirements, log })
  throw new EngineError('There is no Python 3.13, which localemu runs on.', 'Install it: pyenv install 3.13')
}

/** 3.11 fails; 3.13 is what it was tried with. */
function findPython(): string | undefined {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions')
  const ofPyenv = existsSync(versions) ? readdirSync(versions).filter((name) => name.startsWith('3.13')) : []
  return findExecutable(
    'python3.13',
    ofPyenv.map((name) => join(versions, name, 'bin')),
  )
}

export type LocalEmuOptions = {
  /** What `ensureLocalEmu` answered. */
  readonly python: string
  readonly dockerHost: string
  readonly dataDir: string
  readonly logDir: string
}

export type LocalEmu = Engine & { readonly endpoint: string }

/** LocalStack's behaviour where its image can't be had: a fork of its free edition, with functions in containers. */
export async function startLocalEmu({ python, dockerHost, dataDir, logDir }: LocalEmuOptions): Promise<LocalEmu> {
  const port = await freePort()
  const folder = join(dataDir, 'localemu')
  mkdirSync(folder, { recursive: true })
  const endpoint = `http://127.0.0.1:${port}`
  const home = await askPython(python, 'import localemu; print(localemu.__path__[0])')
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    HOME: folder,
    TMPDIR: folder,
    FILESYSTEM_ROOT: folder,
    LANG: 'C.UTF-8',
    // On all addresses, since functions call it from their containers.
    GATEWAY_LISTEN: `0.0.0.0:${port}`,
    OVERRIDE_IN_DOCKER: '0',
    DOCKER_HOST: dockerHost,
    DOCKER_CMD: docker,
    // Without it every invocation ends in 502 after 28 s on Linux.
    LAMBDA_DEV_PORT_EXPOSE: '1',
    LAMBDA_IGNORE_ARCHITECTURE: '1',
    // It takes that of the function's architecture in spite of the setting above.
    LAMBDA_INIT_BIN_PATH: `${home}/runtime/lambda-init/${process.arch === 'x64' ? 'x86_64' : process.arch}/init`,
    LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: '60',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DISABLE_EVENTS: '1',
  }
  const engine = await startEngine({
    name: 'localemu',
    version: requiredVersion(requirements, 'localemu'),
    origin: 'PyPI',
    // Its grace is for ending the containers that it has started.
    launch: () =>
      startKept(
        { file: python, args: ['-m', 'localemu.runtime.main'], cwd: folder, env, graceSeconds: 60 },
        join(logDir, 'localemu.log'),
      ),
    isReady: async () => (await fetch(`${endpoint}/_localemu/health`, { signal: AbortSignal.timeout(2000) })).ok,
    readyTimeoutMs: 120_000,
  })
  return { ...engine, endpoint }
}
