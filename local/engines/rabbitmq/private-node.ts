import { join } from 'node:path'
import { type Engine, type EngineProcess, pause, startEngine } from '../engine.ts'
import { type KeptProcess, startKept } from '../process/kept-process.ts'
import { accepts, freePort } from '../process/ports.ts'
import { stampFolder } from '../stamp.ts'
import { plainPath } from '../system/plain-path.ts'
import { findEpmd, versionOf } from './find.ts'
import { epmdEnvironment, writeNodeFiles } from './node-files.ts'
import type { Program } from './program.ts'

type Wishes = {
  readonly program: Program
  readonly folder: string
  readonly logDir: string
  readonly port: number
  readonly consolePort: number
  readonly user: string
  readonly password: string
  readonly isReady: EngineProcess['isReady']
}

/** A node of the RabbitMQ on this machine that shares nothing with the system's own. */
export async function startPrivateNode(wishes: Wishes): Promise<Engine> {
  const { server, origin, env: programEnv } = wishes.program
  const version = await versionOf(server)
  stampFolder(wishes.folder, { engine: 'RabbitMQ', series: version.split('.').slice(0, 2).join('.') })
  const epmdPort = await freePort()
  const distributionPort = await freePort()
  const folder = plainPath(wishes.folder)
  const env = { ...writeNodeFiles({ ...wishes, folder, epmdPort, distributionPort }), ...programEnv }

  // Erlang would start the port mapper as a daemon that outlives it; one that is there already is used instead.
  let epmd: KeptProcess | undefined
  const ensureEpmd = async () => {
    if (epmd && !epmd.exit()) return
    const epmdEnv = { ...process.env, ...programEnv, ...epmdEnvironment(epmdPort) }
    const command = { file: findEpmd(programEnv.PATH), args: [], env: epmdEnv }
    epmd = await startKept(command, join(wishes.logDir, 'epmd.log'))
    const started = Date.now()
    while (!(await accepts(epmdPort)) && Date.now() - started < 5000) await pause(25)
  }
  try {
    const node = await startEngine({
      name: 'RabbitMQ',
      version,
      origin,
      async launch() {
        await ensureEpmd()
        const command = { file: server, args: [], env, cwd: folder, graceSeconds: 30 }
        return startKept(command, join(wishes.logDir, 'rabbitmq.log'))
      },
      isReady: wishes.isReady,
      readyTimeoutMs: 120_000,
      // The mapper frees a killed node's name only when it sees its connection end.
      isPassing: (tail) => tail.includes('already running'),
    })
    return {
      ...node,
      async stop() {
        await node.stop()
        await epmd?.stop()
      },
    }
  } catch (error) {
    await epmd?.stop()
    throw error
  }
}
