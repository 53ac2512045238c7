import { once } from 'node:events'
import { createServer, request as dial, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that has arrived and that its server hasn't seen yet. */
export interface HeldRequest {
  /** `POST /_bulk` */
  line: string
  body: string
  /** Lets the server have it, and its sender the answer. */
  release(): void
  /** The server never sees it; its sender's connection breaks. */
  drop(): void
  /** The server does what it says; its sender's connection breaks before the answer. */
  loseAnswer(): Promise<void>
}

export interface HeldRequests {
  url: string
  /** The next request whose line matches is held; resolves when it has arrived. */
  hold(line: RegExp): Promise<HeldRequest>
  /** What was to be held and hasn't come, is not held any more. */
  forget(): void
  close(): Promise<void>
}

const textOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A way to an HTTP server on which a test can hold up single requests. */
export const holdRequestsTo = async (url: string): Promise<HeldRequests> => {
  const waiting: { line: RegExp; take: (held: HeldRequest) => void }[] = []

  const pass = async (from: IncomingMessage, body: Buffer): Promise<{ status: number; type: string; text: Buffer }> => {
    const { host: _, ...headers } = from.headers
    const sent = dial(`${url}${from.url}`, { method: from.method, headers })
    sent.end(body)
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    return {
      status: answer.statusCode ?? 502,
      type: answer.headers['content-type'] ?? 'application/json',
      text: await textOf(answer),
    }
  }

  const answer = async (from: IncomingMessage, to: ServerResponse, body: Buffer): Promise<void> => {
    const { status, type, text } = await pass(from, body)
    to.writeHead(status, { 'content-type': type, 'content-length': text.length })
    to.end(from.method === 'HEAD' ? undefined : text)
  }

  const serve = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const body = await textOf(from)
    const line = `${from.method} ${from.url}`
    const at = waiting.findIndex((one) => one.line.test(line))
    const [wanted] = at < 0 ? [] : waiting.splice(at, 1)
    if (!wanted) return answer(from, to, body)
    wanted.take({
      line,
      body: body.toString(),
      release: () => void answer(from, to, body).catch(() => to.destroy()),
      drop: () => to.destroy(),
      loseAnswer: async () => {
        await pass(from, body)
        to.destroy()
      },
    })
  }

  const server = createServer((from, to) => {
    serve(from, to).catch(() => to.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (line) => new Promise((take) => waiting.push({ line, take })),
    forget: () => {
      waiting.length = 0
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
