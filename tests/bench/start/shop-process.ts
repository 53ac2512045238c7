import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../../local/engines/paths.ts'
import { freePort } from '../../../local/engines/process/ports.ts'
import { cpuMsOf } from '../measure/cpu.ts'

export interface RunningShop {
  pid: number
  /** From the command to the line that says it is ready. */
  readyMs: number
  /** CPU time used until then, by everything that was started. */
  cpuMs: number
  stop(): Promise<void>
}

const portSettings = [
  'KOROB_PORT',
  'KOROB_API_PORT',
  'KOROB_SMS_PORT',
  'KOROB_POSTGRES_PORT',
  'KOROB_RABBITMQ_PORT',
  'KOROB_RABBITMQ_CONSOLE_PORT',
  'KOROB_OPENSEARCH_PORT',
  'KOROB_AWS_PORT',
]

/** A data folder and free ports, as settings of `npm start`. */
export const freshSettings = async (dataDir: string): Promise<NodeJS.ProcessEnv> => {
  const ports = await Promise.all(portSettings.map(async (name) => [name, String(await freePort())]))
  return { KOROB_DATA_DIR: dataDir, ...Object.fromEntries(ports) }
}

/** Runs what `npm start` runs. @throws with what it printed if it ends before it is ready */
export const startShopProcess = async (settings: NodeJS.ProcessEnv): Promise<RunningShop> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(projectRoot, 'local/bin/start.mjs')], {
    cwd: projectRoot,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  const ready = new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (/ready after/.test(printed)) resolve(performance.now() - startedAt)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${printed}`)))
  })
  const readyMs = await ready
  const pid = child.pid as number
  return {
    pid,
    readyMs,
    cpuMs: cpuMsOf(pid),
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGINT')
      await once(child, 'exit')
    },
  }
}
