import { Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

// RFC 9110 §7.6.1: these belong to one connection. `expect` too, since this server has answered it already.
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Hands requests on to the API, bodies streamed both ways. `base` is the API's address with its stage. */
export function proxyTo(base: string) {
  const target = new URL(base)
  const agent = new Agent({ keepAlive: true })

  function handle(incoming: IncomingMessage, response: ServerResponse): void {
    const outgoing = request({
      agent,
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: target.pathname.replace(/\/$/, '') + asciiOnly(incoming.url ?? '/'),
      headers: forwarded(incoming),
    })
    outgoing.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers))
      // A break on either side ends the other; there is nobody left to tell.
      pipeline(answer, response, () => undefined)
    })
    outgoing.once('error', (error) => {
      if (response.headersSent || response.destroyed) response.destroy()
      else badGateway(response, error)
    })
    // A shopper who leaves needs no answer.
    response.once('close', () => response.writableFinished || outgoing.destroy())
    incoming.pipe(outgoing)
  }
  return { handle, close: () => agent.destroy() }
}

/** Bytes above ASCII, which browsers escape and other clients may not: Node reads them as Latin-1 and refuses to send them. */
function asciiOnly(url: string): string {
  return url.replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function forwarded(incoming: IncomingMessage): IncomingHttpHeaders {
  const { headers, socket } = incoming
  const client = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  const before = headers['x-forwarded-for']
  return {
    ...endToEnd(headers),
    // A body of unknown length stays one, also for methods that usually have none.
    ...(headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {}),
    'x-forwarded-for': before ? `${before}, ${client}` : client,
    // HTTP/1.0 has no Host.
    ...(headers.host === undefined ? {} : { 'x-forwarded-host': headers.host }),
    'x-forwarded-proto': 'http',
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)))
}

function badGateway(response: ServerResponse, error: Error): void {
  console.error(`the API can't be reached: ${error.message}`)
  response
    .writeHead(502, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: 'about:blank', title: 'Bad Gateway', status: 502, code: 'api_unreachable' }))
}
