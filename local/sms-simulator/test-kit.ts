import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type SmsSimulator, type SmsSimulatorOptions, startSmsSimulator } from './server.ts'

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-sms-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A simulator of this test's own, quick with its receipts, ended with the test. */
export async function simulator(options: Partial<SmsSimulatorOptions> = {}): Promise<SmsSimulator> {
  const { switches, ...rest } = options
  const started = await startSmsSimulator({
    dataDir: options.dataDir ?? temporaryFolder(),
    switches: { receiptDelayMs: 0, ...switches },
    receiptRetryAfterMs: [10, 10, 10],
    ...rest,
  })
  onTestFinished(() => started.close())
  return started
}

export const authorization = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

type Gateway = Pick<SmsSimulator, 'url' | 'accountSid' | 'authToken'>

export const call = (gateway: Gateway, path: string, init: RequestInit = {}) =>
  fetch(
    path.startsWith('/') ? gateway.url + path : `${gateway.url}/2010-04-01/Accounts/${gateway.accountSid}/${path}`,
    {
      ...init,
      headers: { authorization: authorization(gateway.accountSid, gateway.authToken), ...init.headers },
    },
  )

export const aText = { To: '+79161234567', From: 'Korob', Body: 'Your order is on its way' }

/** Posts a message; fields given as undefined are left out. */
export const send = (gateway: Gateway, form: Record<string, string | undefined> = {}, init: RequestInit = {}) => {
  const fields = Object.entries({ ...aText, ...form }).filter(
    (field): field is [string, string] => field[1] !== undefined,
  )
  return call(gateway, 'Messages.json', { method: 'POST', body: new URLSearchParams(fields), ...init })
}

export type Callback = { url: string; signature: string; idempotencyToken: string; form: URLSearchParams }

/** A webhook endpoint that answers each request by `answer`, given how many came before, and keeps them all. */
export async function webhook(answer: (earlier: number) => number = () => 204) {
  const callbacks: Callback[] = []
  const arrivals = new EventEmitter<{ arrival: [] }>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    response.writeHead(answer(callbacks.length)).end()
    callbacks.push({
      url: `${origin}${request.url}`,
      signature: String(request.headers['x-twilio-signature']),
      idempotencyToken: String(request.headers['i-twilio-idempotency-token']),
      form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
    })
    arrivals.emit('arrival')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `${origin}/receipts?message=1`,
    callbacks,
    statuses: () => callbacks.map(({ form }) => form.get('MessageStatus')),
    async received(count: number): Promise<void> {
      while (callbacks.length < count) await once(arrivals, 'arrival')
    },
  }
}
