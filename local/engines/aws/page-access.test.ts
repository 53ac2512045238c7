import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredForPage } from './page-access.ts'

let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    if (!answeredForPage(request, response)) response.writeHead(200, { etag: '"1"' }).end('kept')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/file`
})
afterAll(() => server.close())

const page = 'http://localhost:8080'

describe('the emulated bucket', () => {
  it('lets pages of this machine ask whether they may send a file', async () => {
    const headers = {
      origin: page,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    }
    const answer = await fetch(url, { method: 'OPTIONS', headers })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, page])
    expect(answer.headers.get('access-control-allow-methods')).toContain('PUT')
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type')
  })

  it('answers them what it answers anybody, and lets them read it', async () => {
    const answer = await fetch(url, { method: 'PUT', body: 'x', headers: { origin: page } })
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([200, 'kept', '"1"'])
    expect(answer.headers.get('access-control-allow-origin')).toBe(page)
  })

  it.each(['https://example.com', 'http://localhost.example.com', 'null', ''])(
    'tells a page of %s nothing',
    async (origin) => {
      const answer = await fetch(url, { method: 'OPTIONS', headers: { origin } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    },
  )
})
