import type { IncomingMessage, ServerResponse } from 'node:http'

/** Pages of this machine: of the shop, and of Vite's development server. */
const isLocal = (origin: string): boolean => {
  const hostname = URL.canParse(origin) ? new URL(origin).hostname : ''
  return hostname === 'localhost' || hostname === '127.0.0.1'
}

/**
 * Does what a bucket's CORS rules do, which the emulator knows nothing of: pages of this machine may send files and fetch
 * them. True if that has answered the request.
 */
export const answeredForPage = (request: IncomingMessage, response: ServerResponse): boolean => {
  const { origin } = request.headers
  if (origin === undefined || !isLocal(origin)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
  if (request.method !== 'OPTIONS') return false
  response.setHeader('access-control-allow-methods', 'GET, PUT')
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '')
  response.writeHead(204).end()
  return true
}
