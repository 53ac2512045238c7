import { parseArgs } from 'node:util'
import { type SmsSimulatorOptions, startSmsSimulator } from './server.ts'

const usage = `usage: node local/sms-simulator/main.ts --data-dir DIR [--port N] [--host ADDRESS]
         [--account AC… --token …] [--inbound-url URL] [--switches JSON] [--exit-on-stdin-end]`

function readOptions(): SmsSimulatorOptions & { exitOnStdinEnd: boolean } {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'data-dir': { type: 'string' },
      account: { type: 'string' },
      token: { type: 'string' },
      'inbound-url': { type: 'string' },
      switches: { type: 'string', default: '{}' },
      'exit-on-stdin-end': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a number from 0 to 65535')
  if (!values['data-dir']) throw new Error('--data-dir is missing')
  return {
    port,
    host: values.host,
    dataDir: values['data-dir'],
    ...(values.account && { accountSid: values.account }),
    ...(values.token && { authToken: values.token }),
    inboundUrl: values['inbound-url'],
    switches: JSON.parse(values.switches),
    exitOnStdinEnd: values['exit-on-stdin-end'],
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return 'the port is taken: choose another with --port'
  if (code?.startsWith('ERR_PARSE_ARGS') || error.message.startsWith('--')) return `${error.message}\n${usage}`
  return error.message
}

try {
  const { exitOnStdinEnd, ...options } = readOptions()
  const simulator = await startSmsSimulator(options)
  const stop = () => {
    simulator.close().then(() => process.exit(0), fail)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // A parent that was killed can't send a signal, but its end of our stdin closes.
  if (exitOnStdinEnd) process.stdin.once('end', stop).once('error', stop).resume()
  console.log(`READY ${simulator.url}`)
} catch (error) {
  fail(error)
}

function fail(error: unknown): void {
  console.error(`SMS simulator: ${explain(error)}`)
  process.exit(1)
}
