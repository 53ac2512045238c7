import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { ApiProblem, NoAnswer } from './problem.ts'

let server: Server | undefined
const serve = async (listener: RequestListener) => {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return createClient({ base: `http://127.0.0.1:${port}/api`, language: () => 'en' })
}
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a request', () => {
  it('repeats a list in the query and leaves out what is undefined', async () => {
    const { request } = await serve((asked, answer) => answer.end(JSON.stringify(asked.url)))
    const query = { q: 'чай & кофе', brand: ['a', 'b'], sort: undefined, inStock: true }
    expect(await request({ path: '/search', query })).toBe(
      `/api/search?${new URLSearchParams([
        ['q', 'чай & кофе'],
        ['brand', 'a'],
        ['brand', 'b'],
        ['inStock', 'true'],
      ])}`,
    )
  })

  it('turns problem details into an error with code, fields, details and the wait', async () => {
    const { request } = await serve((asked, answer) => {
      answer.writeHead(409, { 'content-type': 'application/problem+json', 'retry-after': '3' })
      answer.end(
        JSON.stringify({
          type: 'urn:korob:problem:out_of_stock',
          title: asked.headers['accept-language'],
          status: 409,
          code: 'out_of_stock',
          correlationId: 'c1',
          errors: [{ field: 'items.0', message: 'gone' }, 'junk'],
          items: [{ productId: 'p', requested: 2, available: 1 }],
        }),
      )
    })
    const problem = await failure(request({ method: 'POST', path: '/orders', json: '{}' }))
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({
      status: 409,
      code: 'out_of_stock',
      title: 'en',
      retryAfterMs: 3000,
      correlationId: 'c1',
      fieldErrors: [{ field: 'items.0', message: 'gone' }],
      details: { items: [{ productId: 'p', requested: 2, available: 1 }] },
    })
  })

  it('gives no code to an error that the shop did not word', async () => {
    const { request } = await serve((_, answer) => answer.writeHead(502).end('<h1>Bad gateway</h1>'))
    expect(await failure(request({ path: '/x' }))).toMatchObject({ status: 502, code: undefined, title: '' })
  })

  it('ends with no answer when the connection breaks, the time is over, or the answer is not JSON', async () => {
    const { request } = await serve((asked, answer) => {
      if (asked.url === '/api/broken') asked.socket.destroy()
      if (asked.url === '/api/page') answer.end('<html>')
    })
    expect(await failure(request({ path: '/broken' }))).toMatchObject({ reason: 'unreachable' })
    expect(await failure(request({ path: '/page' }))).toMatchObject({ reason: 'garbled' })
    const slow = await failure(request({ path: '/slow', timeoutMs: 50 }))
    expect(slow).toBeInstanceOf(NoAnswer)
    expect(slow).toMatchObject({ reason: 'timeout' })
  })

  it("gives the caller's own abort back as it is", async () => {
    const { request } = await serve(() => undefined)
    const abort = new AbortController()
    const pending = failure(request({ path: '/slow', signal: abort.signal }))
    abort.abort(new Error('left the page'))
    expect(await pending).toMatchObject({ message: 'left the page' })
  })
})

describe('polling', () => {
  it('sends the last ETag and gives the same object while nothing has changed', async () => {
    let version = 1
    const asked: (string | undefined)[] = []
    const { poll } = await serve((request, answer) => {
      const etag = `"${version}"`
      asked.push(request.headers['if-none-match'])
      if (request.headers['if-none-match'] === etag) answer.writeHead(304, { etag }).end()
      else answer.writeHead(200, { etag }).end(JSON.stringify({ version }))
    })
    const first = await poll({ path: '/t' })
    expect(await poll({ path: '/t' })).toBe(first)
    version = 2
    expect(await poll({ path: '/t' })).toEqual({ version: 2 })
    expect(asked).toEqual([undefined, '"1"', '"1"'])
  })

  it('keeps answers of different callers apart', async () => {
    const { poll } = await serve((request, answer) =>
      answer.writeHead(200, { etag: '"same"' }).end(JSON.stringify(request.headers['x-order-token'])),
    )
    expect(await poll({ path: '/o', headers: { 'x-order-token': 'a' } })).toBe('a')
    expect(await poll({ path: '/o', headers: { 'x-order-token': 'b' } })).toBe('b')
  })
})
