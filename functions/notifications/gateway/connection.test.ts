import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { exchange, NoAnswer, NotSent } from './connection.ts'

const servers: (() => void)[] = []
afterEach(() => {
  for (const close of servers.splice(0)) close()
})

const portOf = async (server: Pick<Server, 'listen' | 'address' | 'once'>): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server as Server, 'listening')
  return (server.address() as AddressInfo).port
}

const serve = async (listener: RequestListener): Promise<URL> => {
  const server = createServer(listener)
  servers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${await portOf(server)}/messages`)
}

const post = (url: URL, timeoutMs = 30_000) =>
  exchange({ method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: 'привет', timeoutMs })

/** A port that was free a moment ago. */
const closedPort = async (): Promise<number> => {
  const server = createServer()
  const port = await portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

describe('an exchange', () => {
  test('carries the whole body there and the whole answer back', async () => {
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      response.writeHead(429, { 'retry-after': '3' })
      response.end(`${request.method} ${request.headers['content-length']} ${Buffer.concat(chunks).toString()}`)
    })
    expect(await post(url)).toEqual({ status: 429, retryAfter: '3', body: 'POST 12 привет' })
  })

  test('uses its connection again', async () => {
    const ports = new Set<number | undefined>()
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    for (let call = 0; call < 3; call++) await post(url)
    expect(ports.size).toBe(1)
  })

  test('is not cut off by others, however long its answer takes', async () => {
    const asked = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    let calls = 0
    const url = await serve(async (_request, response) => {
      if (++calls === 1) {
        asked.resolve()
        await goOn.promise
      }
      response.end('ok')
    })
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const slow = post(url)
      await asked.promise
      vi.advanceTimersByTime(10_000)
      expect(await post(url)).toMatchObject({ body: 'ok' })
      goOn.resolve()
      expect(await slow).toMatchObject({ body: 'ok' })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('surely not sent', () => {
  test('when nobody listens', async () => {
    await expect(post(new URL(`http://127.0.0.1:${await closedPort()}/`))).rejects.toBeInstanceOf(NotSent)
  })

  test('when the name has no address', async () => {
    await expect(post(new URL('http://gateway.invalid/'))).rejects.toBeInstanceOf(NotSent)
  })

  test('when the TLS handshake fails', async () => {
    const url = await serve((_, response) => response.end())
    url.protocol = 'https:'
    await expect(post(url)).rejects.toBeInstanceOf(NotSent)
  })

  test('when the TLS handshake takes too long', async () => {
    const server = createTcpServer()
    servers.push(() => server.close())
    const url = new URL(`https://127.0.0.1:${await portOf(server as unknown as Server)}/`)
    await expect(post(url, 50)).rejects.toBeInstanceOf(NotSent)
  })
})

describe('perhaps sent', () => {
  // On a connection used before: a new one is not always there before so short a time is over.
  const answeredOnce = async (listener: RequestListener): Promise<URL> => {
    let calls = 0
    const url = await serve((request, response) => (calls++ === 0 ? response.end('ok') : listener(request, response)))
    await post(url)
    return url
  }

  test('when the answer does not come in time', async () => {
    const url = await answeredOnce(() => {})
    await expect(post(url, 50)).rejects.toThrow(new NoAnswer(new Error('no answer within 50 ms')))
  })

  test('when the connection is cut before the answer', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(post(url)).rejects.toBeInstanceOf(NoAnswer)
  })

  test('when it is cut in the middle of the answer', async () => {
    const url = await serve((request, response) => {
      response.writeHead(201, { 'content-length': '100' })
      response.write('{"sid":', () => request.socket.destroy())
    })
    await expect(post(url)).rejects.toBeInstanceOf(NoAnswer)
  })

  test('when the answer never ends', async () => {
    const url = await answeredOnce((_, response) => {
      response.writeHead(201)
      response.write('{"sid":')
    })
    await expect(post(url, 50)).rejects.toBeInstanceOf(NoAnswer)
  })

  test('when a connection used before is cut', async () => {
    const url = await answeredOnce((request) => request.socket.destroy())
    await expect(post(url)).rejects.toBeInstanceOf(NoAnswer)
  })
})
