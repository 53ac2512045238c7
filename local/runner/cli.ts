import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { watchedNpm } from '../bin/npm-parent.mjs'
import { readAssembly } from './assembly/read.ts'
import { errorText, streamLog } from './log.ts'

const usage = `Runs a synthesized CDK assembly on this machine.

  npm run local -- --assembly DIR [options]

  --assembly DIR         folder with manifest.json (cdk.out)
  --port N               port of the REST APIs and of the Lambda API (default: a free one)
  --parameter NAME=VALUE value of a template parameter; may be repeated
  --aws-endpoint URL     an SQS, SNS and S3 emulator (default: one is started)
  --rabbitmq-url URL     broker of RabbitMQ mappings: amqp://user:password@host:port/vhost
  --data-dir DIR         keeps queues, accepted events and secrets over restarts
  --max-environments N   most execution environments at once
  --patience-ms N        wait for one at work before another is started
  --no-schedules         don't start schedules
  --no-watch             don't reload changed code
  -v, --verbose          say more, also what was ignored
  -h, --help             this text
`

function readArguments() {
  const { values } = parseArgs({
    options: {
      assembly: { type: 'string' },
      port: { type: 'string' },
      parameter: { type: 'string', multiple: true, default: [] },
      'aws-endpoint': { type: 'string' },
      'rabbitmq-url': { type: 'string' },
      'data-dir': { type: 'string' },
      'max-environments': { type: 'string' },
      'patience-ms': { type: 'string' },
      'no-schedules': { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
      verbose: { type: 'boolean', short: 'v', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return values
}

function parameters(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=')
      if (equals < 1) throw new Error(`--parameter takes NAME=VALUE, not ${pair}`)
      return [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
}

function wholeNumber(text: string | undefined, name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a number, not ${text}`)
  if (name === 'max-environments' && Number(text) === 0) throw new Error(`--${name} takes a number from 1 on`)
  if (Number(text) > most) throw new Error(`--${name} takes a number up to ${most}, not ${text}`)
  return Number(text)
}

function address(text: string | undefined, name: string, protocols: string[]): string | undefined {
  if (text === undefined || protocols.includes(URL.parse(text)?.protocol ?? '')) return text
  throw new Error(`--${name} takes an address with ${protocols.map((one) => `${one}//`).join(' or ')}, not ${text}`)
}

/** An SQS, SNS and S3 emulator in a process of its own; without a data folder its content goes with it. */
async function ownEmulator(dataDir: string | undefined) {
  const { startAwsEmulator } = await import('../engines/aws/emulator.ts')
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'local-runner-aws-'))
  const emulator = await startAwsEmulator({ dataDir: folder, log: (line) => process.stderr.write(`${line}\n`) })
  return {
    endpoint: emulator.endpoint,
    async stop() {
      await emulator.stop()
      if (!dataDir) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function main(): Promise<void> {
  const values = readArguments()
  if (values.help || !values.assembly) {
    process.stdout.write(usage)
    process.exitCode = values.help ? 0 : 2
    return
  }
  // Lambda's clocks are UTC; threads can't have a zone of their own.
  process.env.TZ = 'UTC'
  const dataDir = values['data-dir'] && resolve(values['data-dir'])
  const options = {
    assembly: values.assembly,
    port: wholeNumber(values.port, 'port', 65_535),
    parameters: parameters(values.parameter),
    awsEndpoint: address(values['aws-endpoint'], 'aws-endpoint', ['http:', 'https:']),
    rabbitMqUrl: address(values['rabbitmq-url'], 'rabbitmq-url', ['amqp:', 'amqps:']),
    dataDir,
    maxEnvironments: wholeNumber(values['max-environments'], 'max-environments'),
    patienceMs: wholeNumber(values['patience-ms'], 'patience-ms'),
    schedules: !values['no-schedules'],
    watch: !values['no-watch'],
    log: streamLog(process.stderr, values.verbose ? 'debug' : 'info'),
  }
  // Before anything is started for it, or loaded: what is wrong is said at once.
  readAssembly(options.assembly)
  const { startRunner } = await import('./runner.ts')
  const emulator = options.awsEndpoint ? undefined : await ownEmulator(dataDir)
  const runner = await startRunner({
    ...options,
    awsEndpoint: options.awsEndpoint ?? emulator?.endpoint ?? '',
  }).catch(async (error: unknown) => {
    await emulator?.stop()
    throw error
  })
  for (const [logicalId, url] of Object.entries(runner.apis)) process.stdout.write(`${logicalId}: ${url}/\n`)
  for (const [name, value] of Object.entries(runner.outputs)) {
    // What the CDK exports from one stack to another is of no interest to people.
    if (!name.includes('ExportsOutput') && !name.includes('.')) process.stdout.write(`${name} = ${value}\n`)
  }
  process.stdout.write(`Lambda, Secrets Manager, Systems Manager: ${runner.endpoint}\n`)
  process.stdout.write(`${runner.functions.length} functions ready. Ctrl-C stops.\n`)
  const stop = async (): Promise<void> => {
    await runner.stop()
    await emulator?.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  // npm's shell passes no signal on: who ends npm means what npm started.
  const npm = watchedNpm()
  if (npm) setInterval(() => npm.isGone() && process.kill(process.pid, 'SIGTERM'), 500).unref()
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`)
  process.exitCode = 1
})
