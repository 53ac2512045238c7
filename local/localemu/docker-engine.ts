import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, existingEngine, type Log, startEngine } from '../engines/engine.ts'
import { EngineError } from '../engines/error.ts'
import { startKept } from '../engines/process/kept-process.ts'
import { aptInstall } from '../engines/system/apt.ts'
import { findExecutable } from '../engines/system/executables.ts'
import { machineFacts } from '../engines/system/facts.ts'
import { run } from '../engines/system/run.ts'

export type DockerEngine = Engine & {
  readonly host: string
  /** This machine's address as containers see it. */
  readonly gateway: string
}

export type DockerOptions = {
  /** Keeps its images. */
  readonly dataDir: string
  /** For its sockets, whose paths must be short: https://man7.org/linux/man-pages/man7/unix.7.html */
  readonly runDir: string
  readonly logDir: string
  readonly log: Log
}

const systemSocket = 'unix:///var/run/docker.sock'
/** A network that nobody else is likely to have. */
const bridge = '172.31.201.1/24'

/** The Docker engine that runs here; else one of our own, that ends with us. */
export async function ensureDocker({ dataDir, runDir, logDir, log }: DockerOptions): Promise<DockerEngine> {
  const { dockerRuns, isRoot, hasApt, distributions } = machineFacts()
  if (dockerRuns) {
    const host = process.env.DOCKER_HOST ?? systemSocket
    return { ...existingEngine('Docker', '', 'DOCKER_HOST'), host, gateway: await gatewayOf(host) }
  }
  if (!isRoot) throw new EngineError('No Docker engine answers, and only root may start one.', 'Start Docker.')
  if (!findExecutable('dockerd', ['/usr/sbin'])) {
    if (!(hasApt && distributions.includes('debian'))) throw new EngineError('There is no Docker.', 'Install it.')
    await aptInstall([['docker.io']], log)
  }
  mkdirSync(dataDir, { recursive: true })
  const host = `unix://${join(runDir, 'docker.sock')}`
  const options = {
    '--host': host,
    '--data-root': dataDir,
    '--exec-root': join(runDir, 'exec'),
    '--pidfile': join(runDir, 'docker.pid'),
    '--storage-driver': 'overlay2',
    '--bip': bridge,
  }
  const engine = await startEngine({
    name: 'Docker',
    version: '',
    origin: 'dockerd',
    launch: () => startKept({ file: 'dockerd', args: Object.entries(options).flat() }, join(logDir, 'dockerd.log')),
    isReady: async () => (await docker(host, ['info'])).code === 0,
    readyTimeoutMs: 60_000,
  })
  return { ...engine, host, gateway: await gatewayOf(host) }
}

export function docker(host: string, args: readonly string[]) {
  return run('docker', args, { env: { ...process.env, DOCKER_HOST: host } })
}

async function gatewayOf(host: string): Promise<string> {
  const format = '{{(index .IPAM.Config 0).Gateway}}'
  const { code, output } = await docker(host, ['network', 'inspect', 'bridge', '--format', format])
  if (code === 0) return output.trim()
  throw new EngineError(`Docker's own network can't be read:\n${output}`, 'Restart Docker.')
}
