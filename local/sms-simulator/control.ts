import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, sendJson } from './http.ts'
import { bringReply, InvalidReply, NotBrought, parseReply } from './inbound.ts'
import { awaitInbox, InvalidInboxQuery, parseInboxQuery, readInbox } from './inbox.ts'
import { contentSecurityPolicy, renderPage } from './page.ts'
import type { Simulator } from './simulator.ts'
import { InvalidSwitches } from './switches.ts'

const PAGE_LIMIT = 500

/** What Twilio doesn't have: the phones' inbox, and the switches. */
export async function control(simulator: Simulator, request: IncomingMessage, response: ServerResponse, url: URL) {
  try {
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /': {
        const page = renderPage(readInbox(simulator, { limit: PAGE_LIMIT }), simulator.switches.current())
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-store',
          'Content-Security-Policy': contentSecurityPolicy,
        })
        return void response.end(page)
      }
      case 'GET /inbox.json': {
        const { query, atLeast, waitMs } = parseInboxQuery(url.searchParams)
        return sendJson(response, 200, await awaitInbox(simulator, query, atLeast, waitMs))
      }
      case 'DELETE /inbox':
        simulator.clear()
        return void response.writeHead(204).end()
      case 'POST /replies': {
        const reply = parseReply(parseJson(await readBody(request)))
        return sendJson(response, 200, await bringReply(simulator, reply))
      }
      case 'GET /switches':
        return sendJson(response, 200, simulator.switches.current())
      case 'PUT /switches':
        return sendJson(response, 200, simulator.switches.change(parseJson(await readBody(request))))
      case 'DELETE /switches':
        return sendJson(response, 200, simulator.switches.reset())
      default:
        return sendJson(response, 404, { error: `no ${request.method} ${url.pathname} here` })
    }
  } catch (error) {
    if (error instanceof InvalidSwitches || error instanceof InvalidInboxQuery || error instanceof InvalidReply)
      return sendJson(response, 400, { error: error.message })
    if (!(error instanceof NotBrought)) throw error
    sendJson(response, 502, { error: error.message })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidSwitches('the body must be a JSON object')
  }
}
