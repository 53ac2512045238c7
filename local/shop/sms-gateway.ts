import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { secretOf } from '../engines/credentials.ts'
import { type Engine, startEngine } from '../engines/engine.ts'
import { startKept } from '../engines/process/kept-process.ts'
import { claimPort } from '../engines/process/ports.ts'
import { portSetting } from './addresses.ts'

export type SmsGatewayOptions = {
  readonly dataDir: string
  readonly logDir: string
  readonly port?: number
  /** The shop's address. */
  readonly publicUrl: string
}

export type SmsGateway = Engine & { readonly url: string; readonly account: string; readonly token: string }

const main = fileURLToPath(new URL('../sms-simulator/main.ts', import.meta.url))
// Twilio's form: AC and 32 hexadecimal digits.
const account = `AC${'0'.repeat(32)}`

/** The SMS gateway simulator as a process of its own, as a gateway in the cloud would be. */
export async function startSmsGateway({
  dataDir,
  logDir,
  port: wished,
  publicUrl,
}: SmsGatewayOptions): Promise<SmsGateway> {
  const port = await claimPort({ ...portSetting('sms'), port: wished })
  const url = `http://127.0.0.1:${port}`
  const token = secretOf(dataDir, 'sms')
  const inbound = `--inbound-url=${publicUrl}/api/notifications/inbound`
  const folder = join(dataDir, 'sms')
  const options = [inbound, '--port', String(port), '--data-dir', folder, '--account', account, `--token=${token}`]
  const engine = await startEngine({
    name: 'SMS gateway simulator',
    version: '1',
    origin: 'local/sms-simulator',
    launch: () =>
      startKept(
        { file: process.execPath, args: ['--max-semi-space-size=4', main, ...options] },
        join(logDir, 'sms.log'),
      ),
    isReady: async () => (await fetch(`${url}/switches`, { signal: AbortSignal.timeout(2000) })).ok,
    readyTimeoutMs: 120_000,
  })
  return { ...engine, url, account, token }
}
