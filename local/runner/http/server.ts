import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Gateway } from '../apigateway/gateway.ts'
import type { RestApi } from '../apigateway/model.ts'
import type { LambdaCaller } from '../lambda/caller.ts'
import type { LambdaService } from '../lambda/service.ts'
import { errorText, type Log } from '../log.ts'
import { isInvokePath, serveInvoke } from './invoke-api.ts'
import { type JsonOperations, own, serveJsonOperation } from './json-service.ts'

/** What the server serves; filled in once the assembly is deployed, exchanged when it changes. */
export type Served = {
  apis: RestApi[]
  gateway: Gateway
  service: LambdaService
  lambda: LambdaCaller
  /** By the prefix of X-Amz-Target. */
  services: Record<string, JsonOperations>
}

/** Clients keep connections for a minute at most; closing sooner than they do gives them resets. */
const keepAliveMs = 75_000

export async function listen(
  port: number,
  served: () => Served | undefined,
  log: Log,
): Promise<Server & { port: number }> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (message, response) => {
    dispatch(message, response, served()).catch((error: unknown) => {
      log({ level: 'error', text: `${message.method} ${message.url}: ${errorText(error)}` })
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'Internal server error')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken; choose another or 0 for a free one`) : error,
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return Object.assign(server, { port: (server.address() as AddressInfo).port })
}

async function dispatch(message: IncomingMessage, response: ServerResponse, served: Served | undefined): Promise<void> {
  if (!served) return refuse(response, 503, 'The runner is starting')
  const url = message.url ?? '/'
  const question = url.indexOf('?')
  const pathname = question < 0 ? url : url.slice(0, question)
  const search = question < 0 ? '' : url.slice(question + 1)
  const target = message.headers['x-amz-target']
  if (pathname === '/' && message.method === 'POST' && typeof target === 'string') {
    return serveJsonOperation(message, response, own(served.services, target.split('.')[0] ?? '') ?? {})
  }
  if (isInvokePath(pathname) && message.method !== 'POST') return refuse(response, 405, 'Method Not Allowed')
  if (isInvokePath(pathname)) return serveInvoke(message, response, pathname, search, served.service, served.lambda)
  const found = findApi(served.apis, pathname)
  if (!found) return refuse(response, 403, 'Forbidden')
  return served.gateway.serve(found.api, message, response, found.path, search)
}

/** `/{stage}/…` of the first API with that stage, or `/_aws/execute-api/{api id}/{stage}/…`; more slashes before change nothing. */
function findApi(apis: RestApi[], sent: string): { api: RestApi; path: string } | undefined {
  const pathname = sent.replace(/^\/+/, '/')
  const byId = /^\/_aws\/execute-api\/([^/]+)\/([^/]+)(\/.*)?$/.exec(pathname)
  if (byId) {
    const api = apis.find((one) => one.id === byId[1] && one.stage === byId[2])
    return api && { api, path: byId[3] ?? '/' }
  }
  const slash = pathname.indexOf('/', 1)
  const stage = slash < 0 ? pathname.slice(1) : pathname.slice(1, slash)
  const api = apis.find((one) => one.stage === stage)
  return api && { api, path: slash < 0 ? '/' : pathname.slice(slash) }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ message: text }))
}
