import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parseDraft } from './draft.ts'
import { refusals, TwilioError } from './errors.ts'
import { readBody, sendJson } from './http.ts'
import { inboundResource } from './inbound.ts'
import { API_VERSION, finalStatuses, type Message, newSid, toResource } from './message.ts'
import { listPage } from './paging.ts'
import { createRateLimit } from './rate-limit.ts'
import { segment } from './segments.ts'
import type { Simulator } from './simulator.ts'

const MESSAGES = new RegExp(`^/${API_VERSION}/Accounts/([^/]+)/Messages(?:/([^/]+))?\\.json$`)

/** Twilio's Messages API. https://www.twilio.com/docs/messaging/api/message-resource */
export function createApi(simulator: Simulator) {
  const admit = createRateLimit()

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const { down, rateLimitPerSecond } = simulator.switches.current()
      if (down) throw refusals.unavailable()
      const [, accountSid, messageSid] = MESSAGES.exec(url.pathname) ?? []
      authenticate(simulator, request.headers.authorization, accountSid)
      if (!admit(rateLimitPerSecond, Date.now())) throw refusals.tooManyRequests()
      if (!accountSid) throw refusals.notFound(url.pathname)
      if (messageSid) await onMessage(simulator, request, response, messageSid, url.pathname)
      else if (request.method === 'POST') await create(simulator, request, response)
      else if (request.method === 'GET')
        sendJson(response, 200, listPage(simulator.messages, accountSid, url.searchParams))
      else throw refusals.methodNotAllowed()
    } catch (error) {
      if (!(error instanceof TwilioError)) throw error
      const challenge: Record<string, string> =
        error.status === 401 ? { 'WWW-Authenticate': 'Basic realm="Twilio API"' } : {}
      sendJson(response, error.status, error.body(), challenge)
    }
  }
}

async function create(simulator: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const draft = parseDraft(new URLSearchParams(await readBody(request)))
  const luck = simulator.switches.draw()
  const { failWith, slowMs } = simulator.switches.current()
  if (luck.fails) throw new TwilioError(failWith.status, failWith.code, 'The SMS gateway was told to fail this message')

  const nowMs = Date.now()
  const message: Message = {
    ...draft,
    ...segment(draft.body),
    sid: newSid(),
    accountSid: simulator.accountSid,
    status: draft.messagingServiceSid ? 'accepted' : 'queued',
    errorCode: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    sentAtMs: null,
    nextStepAtMs: nowMs + (draft.messagingServiceSid ? 0 : simulator.switches.current().queueDelayMs),
    fate: luck.fate,
  }
  simulator.accept(message)
  if (luck.disconnects) return void request.socket.destroy()
  // Never answered: the socket stays open until the client or the simulator gives up.
  if (luck.timesOut) return
  if (slowMs > 0) await delay(slowMs, undefined, { signal: simulator.closing }).catch(() => undefined)
  sendJson(response, 201, toResource(message))
}

async function onMessage(
  simulator: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
  sid: string,
  path: string,
): Promise<void> {
  const came = simulator.inbound.get(sid)
  if (came && request.method === 'GET') return sendJson(response, 200, inboundResource(simulator, sid, came))
  const message = simulator.messages.find(sid)
  if (!message) throw refusals.notFound(path)
  switch (request.method) {
    case 'GET':
      return sendJson(response, 200, toResource(message))
    case 'POST':
      return sendJson(
        response,
        200,
        toResource(modify(simulator, message, new URLSearchParams(await readBody(request)))),
      )
    case 'DELETE':
      if (!finalStatuses.has(message.status)) throw refusals.notFinished()
      simulator.remove(sid)
      response.writeHead(204).end()
      return
    default:
      throw refusals.methodNotAllowed()
  }
}

/** Twilio lets a message be redacted (empty body) or, while it waits, canceled; nothing else of it changes. */
function modify(simulator: Simulator, message: Message, form: URLSearchParams): Message {
  if (form.get('Status') === 'canceled') return simulator.cancel(message)
  if (form.get('Body') === '') return simulator.redact(message)
  throw refusals.badUpdate()
}

function authenticate({ accountSid, authToken }: Simulator, header: string | undefined, account: string | undefined) {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const matches = timingSafeEqual(digest(header ?? ''), digest(expected))
  if (!matches || (account !== undefined && account !== accountSid)) throw refusals.authenticate()
}

const digest = (text: string) => createHash('sha256').update(text).digest()
