import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../engines/process/ports.ts'
import { type Edge, startEdge } from './edge.ts'

let folder: string
let api: Server
let edge: Edge
let apiPort: number

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'korob-edge-'))
  mkdirSync(join(folder, 'web/assets'), { recursive: true })
  writeFileSync(join(folder, 'web/index.html'), '<title>Korob</title>')
  writeFileSync(join(folder, 'web/assets/app-1a2b.js'), 'run()')
  writeFileSync(join(folder, 'secret.txt'), 'outside')
  api = createServer((request, response) => {
    if (request.url?.endsWith('/break')) return void response.destroy()
    response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] })
    response.write(`${request.method} ${request.url} ${JSON.stringify(request.headers)}\n`)
    request.pipe(response)
  })
  apiPort = await freePort()
  await new Promise<void>((resolve) => api.listen(apiPort, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${apiPort}/local`
  edge = await startEdge({ port: await freePort(), web: join(folder, 'web'), apiUrl })
})

afterAll(async () => {
  await edge.stop()
  api.closeAllConnections()
  api.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, init?: RequestInit) => fetch(edge.url + path, init)

/** As bytes on the wire: fetch would tidy a path up first. */
function getRaw(path: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(edge.url)
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path }, (answer) => resolve(answer.resume()))
      .on('error', reject)
      .end()
  })
}

it('serves the page for every path that names no file', async () => {
  for (const path of ['/', '/products/kettle', '/track/']) {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('Korob')
  }
})

it('serves a request of HTTP/1.0, which names no host', async () => {
  for (const path of ['/', '/api/search']) {
    const socket = connect(Number(new URL(edge.url).port), new URL(edge.url).hostname)
    socket.write(`GET ${path} HTTP/1.0\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 20[01] /)
  }
})

it('answers 404 for a file that is not there, and never leaves its folder', async () => {
  expect((await get('/assets/gone.js')).status).toBe(404)
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%5csecret.txt', '/a%00.txt', '/%E0%A4%A.txt']) {
    expect((await getRaw(path)).statusCode, path).toBe(404)
  }
})

it('lets what carries a digest be cached for ever, and all else be asked for again', async () => {
  expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toContain('immutable')
  const page = await get('/')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const again = await get('/', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })
  expect(again.status).toBe(304)
})

it('tells the page where the API is', async () => {
  expect(await (await get('/config.json')).json()).toEqual({ apiBase: '/api' })
})

it('hands API requests on to the stage, with the client’s address, and streams the body', async () => {
  const answer = await get('/api/orders?a=1&a=2', { method: 'POST', body: 'payload', headers: { 'x-mine': 'yes' } })
  const text = await answer.text()
  expect(answer.status).toBe(201)
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect(text).toContain('POST /local/api/orders?a=1&a=2')
  expect(text).toContain('"x-mine":"yes"')
  expect(text).toMatch(/"x-forwarded-for":"(127\.0\.0\.1|::1)"/)
  expect(text).toContain(`"x-forwarded-host":"${new URL(edge.url).host}"`)
  expect(text.endsWith('payload')).toBe(true)
})

it('serves no page below /api, nor an API for what only begins like it', async () => {
  expect((await get('/api')).status).toBe(201)
  expect(await (await get('/apiary')).text()).toContain('Korob')
})

it('answers 502 when the API breaks off, and stays up', async () => {
  const answer = await get('/api/break')
  expect(answer.status).toBe(502)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect((await get('/')).status).toBe(200)
})

it('says that it is busy when the page can’t be read, and lives on', async () => {
  const port = await freePort()
  const web = () => Promise.reject(new Error('the bucket is away'))
  const away = await startEdge({ port, web, apiUrl: `http://127.0.0.1:${apiPort}/local` })
  try {
    const answers = [await fetch(`${away.url}/`), await fetch(`${away.url}/api/x`)]
    expect(answers.map(({ status }) => status)).toEqual([503, 201])
  } finally {
    await away.stop()
  }
})
