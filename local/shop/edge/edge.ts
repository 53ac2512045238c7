import { createServer, type ServerResponse } from 'node:http'
import { proxyTo } from './proxy.ts'
import { type FileServer, staticFiles } from './static-files.ts'

export type EdgeOptions = {
  readonly port: number
  /** All addresses of a container, say; else loopback. */
  readonly host?: string
  /** The built web page's folder, or what serves it; without it only the API is served. */
  readonly web: string | FileServer | undefined
  /** The API's address with its stage. */
  readonly apiUrl: string
}

export type Edge = { readonly url: string; readonly stop: () => Promise<void> }

/** What CloudFront is in the cloud: the page and the API under one address. */
export async function startEdge({ port, host = '127.0.0.1', web, apiUrl }: EdgeOptions): Promise<Edge> {
  const serveFile = typeof web === 'string' ? staticFiles(web) : web
  const api = proxyTo(apiUrl)
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (path === '/api' || path.startsWith('/api/')) api.handle(request, response)
    else if (path === '/config.json') sendConfig(response)
    else if (serveFile) serveFile(request, response).catch((error: Error) => notServed(response, error))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    url: `http://localhost:${port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      api.close()
    },
  }
}

/** Where the page finds the API: under its own address. */
function sendConfig(response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' })
    .end(JSON.stringify({ apiBase: '/api' }))
}

/** Where the files come from a bucket, it may be away. */
function notServed(response: ServerResponse, error: Error): void {
  console.error(`the page can't be read: ${error.message}`)
  if (response.headersSent) response.destroy(error)
  else response.writeHead(503, { 'retry-after': '5' }).end()
}
