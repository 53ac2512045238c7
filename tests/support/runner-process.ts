import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from './eventually.ts'
import { hideBriefly } from './hide-briefly.ts'
import { scheduledFunctions } from './scheduled-functions.ts'
import { logFolder, type TestShop } from './test-shop.ts'

const cli = fileURLToPath(new URL('../../local/runner/cli.ts', import.meta.url))

/** The shop's runner as a process of its own, at the same address and on the same data: one that can be killed whole. */
export interface RunnerProcess {
  /** SIGKILL, to all functions at once, whatever they are at; answers once the process is gone. */
  kill(): Promise<void>
  start(): Promise<void>
  /** What schedules would run, as by the tick of a shop whose runner is in this process. */
  tick(): Promise<void>
  stop(): Promise<void>
}

const argumentsOf = ({ runnerOptions: options }: TestShop): string[] => [
  ...['--assembly', options.assembly, '--port', String(options.port), '--data-dir', String(options.dataDir)],
  ...['--aws-endpoint', options.awsEndpoint, '--rabbitmq-url', String(options.rabbitMqUrl)],
  ...['--max-environments', String(options.maxEnvironments), '--patience-ms', String(options.patienceMs)],
  ...Object.entries(options.parameters ?? {}).flatMap(([name, value]) => ['--parameter', `${name}=${value}`]),
  '--no-schedules',
  '--no-watch',
]

/** Takes the place of the shop's own runner, which is stopped. */
export const runnerProcess = async (shop: TestShop): Promise<RunnerProcess> => {
  const { endpoint, functions } = shop.runner
  const scheduled = scheduledFunctions(shop.runnerOptions.assembly)
  const due = functions.filter(({ logicalId }) => scheduled.has(logicalId)).map(({ name }) => name)
  const logFile = join(logFolder, `runner-${shop.runnerOptions.port}.log`)
  await shop.runner.stop()
  let child: ChildProcess | undefined

  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const invoke = async (name: string) => {
    const answer = await fetch(`${endpoint}/2015-03-31/functions/${name}/invocations`, { method: 'POST', body: '{}' })
    const text = await answer.text()
    if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(`${name}: ${answer.status} ${text}`)
  }

  const running: RunnerProcess = {
    kill: () => end('SIGKILL'),
    start: async () => {
      const started = spawn(process.execPath, [cli, ...argumentsOf(shop)])
      child = started
      let said = ''
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk) => {
          said += chunk
          appendFileSync(logFile, chunk)
        })
      await eventually('the runner is ready', () => {
        if (started.exitCode !== null) throw new Error(said)
        return said.includes('functions ready')
      })
      // A start gives queues the template's settings again.
      await hideBriefly(shop)
    },
    tick: async () => void (await Promise.all(due.map(invoke))),
    stop: () => end('SIGTERM'),
  }
  await running.start()
  return running
}
