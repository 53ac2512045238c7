import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from './api.ts'
import { control } from './control.ts'
import { BodyTooLarge, sendJson } from './http.ts'
import { type Inbox, type InboxQuery, readInbox } from './inbox.ts'
import { API_VERSION } from './message.ts'
import { createSimulator } from './simulator.ts'
import type { Switches } from './switches.ts'

export type SmsSimulatorOptions = {
  /** Folder of the messages' database; made when missing. */
  dataDir: string
  /** 0 takes a free port. */
  port?: number
  host?: string
  accountSid?: string
  authToken?: string
  /** The webhook of incoming messages, which Twilio keeps with a number. */
  inboundUrl?: string | undefined
  switches?: Partial<Switches>
  /** Waits before the second, third … attempt of a status callback. */
  receiptRetryAfterMs?: readonly number[]
}

export type SmsSimulator = {
  /** Address of the API and of the inbox page, without a slash at its end. */
  url: string
  accountSid: string
  authToken: string
  inbox(query?: InboxQuery): Inbox
  switches(changes?: Partial<Switches>): Switches
  clear(): void
  close(): Promise<void>
}

export const defaultAccount = {
  accountSid: 'AC00000000000000000000000000000000',
  authToken: 'korob-local-sms-token',
}

/** Starts the gateway in this process. @throws when the port or the data folder is taken, or an option is wrong. */
export async function startSmsSimulator(options: SmsSimulatorOptions): Promise<SmsSimulator> {
  const { host = '127.0.0.1', port = 0, dataDir, inboundUrl, switches } = options
  const simulator = createSimulator({
    dataDir,
    inboundUrl,
    switches,
    accountSid: options.accountSid ?? defaultAccount.accountSid,
    authToken: options.authToken ?? defaultAccount.authToken,
    receiptRetryAfterMs: options.receiptRetryAfterMs ?? [1000, 5000, 20_000],
  })
  const api = createApi(simulator)

  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://simulator')
    if (!url) return sendJson(response, 400, { error: 'the path is malformed' })
    const handled = url.pathname.startsWith(`/${API_VERSION}/`)
      ? api(request, response, url)
      : control(simulator, request, response, url)
    handled.catch((error: unknown) => {
      if (error instanceof BodyTooLarge) return sendJson(response, 413, { error: error.message })
      // The client hung up in the middle of its request: there is nobody to answer.
      if (request.errored) return
      console.error(error)
      if (!response.headersSent) sendJson(response, 500, { error: 'internal error of the simulator' })
    })
  })
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    await simulator.close()
    throw error
  }

  const end = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await simulator.close()
    await closed
  }
  let ended: Promise<void> | undefined

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    accountSid: simulator.accountSid,
    authToken: simulator.authToken,
    inbox: (query) => readInbox(simulator, query),
    switches: (changes = {}) => simulator.switches.change(changes),
    clear: simulator.clear,
    // Ctrl-C brings a signal and the end of stdin at once.
    close: () => {
      ended ??= end()
      return ended
    },
  }
}
