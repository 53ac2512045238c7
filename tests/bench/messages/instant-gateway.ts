import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface InstantGateway {
  url: string
  pid: number | undefined
  /** How many numbers have had a text. */
  count(): Promise<number>
  /** When each number's first came, ms. */
  arrivals(): Promise<Record<string, number>>
  close(): void
}

/** Starts gateway.ts, and has texts sent there. */
export const startInstantGateway = async (): Promise<InstantGateway> => {
  const child = fork(fileURLToPath(new URL('./gateway.ts', import.meta.url)))
  const [port] = await once(child, 'message')
  const url = `http://127.0.0.1:${port}`
  const simulatorUrl = process.env.SMS_GATEWAY_URL
  process.env.SMS_GATEWAY_URL = url
  const read = async <T>(path: string): Promise<T> => (await (await fetch(url + path)).json()) as T
  return {
    url,
    pid: child.pid,
    count: () => read<number>('/count'),
    arrivals: () => read<Record<string, number>>('/arrivals'),
    close: () => {
      process.env.SMS_GATEWAY_URL = simulatorUrl
      child.disconnect()
    },
  }
}
