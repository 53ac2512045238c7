import { refusals } from './errors.ts'
import { API_VERSION, type Message, toResource } from './message.ts'
import type { MessageFilter, MessageStore } from './message-store.ts'

const DEFAULT_PAGE_SIZE = 50
const MAX_PAGE_SIZE = 1000
const DAY_MS = 24 * 60 * 60 * 1000

// A page token is a direction and the message at the edge of the page it leaves.
const OLDER = 'PA'
const NEWER = 'PB'

/** GET Messages.json: filters, page size and the URIs of the neighbouring pages. @throws TwilioError */
export function listPage(store: MessageStore, accountSid: string, query: URLSearchParams) {
  const filter = parseFilter(query)
  const size = parsePageSize(query.get('PageSize'))
  const number = Math.max(0, Number.parseInt(query.get('Page') ?? '0', 10) || 0)
  const token = query.get('PageToken') ?? ''
  const sid = token.slice(OLDER.length)
  const messages = store.list(filter, {
    after: token.startsWith(OLDER) ? sid : undefined,
    before: token.startsWith(NEWER) ? sid : undefined,
    limit: size,
  })
  const [first, last] = [messages[0], messages.at(-1)]
  const hasOlder = last !== undefined && store.list(filter, { after: last.sid, limit: 1 }).length > 0
  const hasNewer = first !== undefined && store.list(filter, { before: first.sid, limit: 1 }).length > 0

  const uri = (page: number, pageToken?: string) => {
    const parameters = new URLSearchParams(query)
    parameters.set('PageSize', String(size))
    parameters.set('Page', String(page))
    parameters.delete('PageToken')
    if (pageToken) parameters.set('PageToken', pageToken)
    return `/${API_VERSION}/Accounts/${accountSid}/Messages.json?${parameters}`
  }
  return {
    first_page_uri: uri(0),
    end: number * size + Math.max(0, messages.length - 1),
    messages: messages.map(toResource),
    next_page_uri: hasOlder ? uri(number + 1, OLDER + edge(last)) : null,
    page: number,
    page_size: size,
    previous_page_uri: hasNewer ? uri(Math.max(0, number - 1), NEWER + edge(first)) : null,
    start: number * size,
    uri: uri(number, token || undefined),
  }
}

const edge = (message: Message | undefined) => message?.sid ?? ''

function parsePageSize(raw: string | null): number {
  if (!raw) return DEFAULT_PAGE_SIZE
  const size = Number(raw)
  if (!Number.isInteger(size) || size < 1) throw refusals.badPageSize()
  return Math.min(size, MAX_PAGE_SIZE)
}

/** `DateSent=`, `DateSent>=` and `DateSent<=` take a day or a moment, in GMT; a day stands for all of it. */
function parseFilter(query: URLSearchParams): MessageFilter {
  const on = moment(query.get('DateSent'))
  const from = moment(query.get('DateSent>'))
  const to = moment(query.get('DateSent<'))
  return {
    to: query.get('To') || undefined,
    from: query.get('From') || undefined,
    sinceMs: latest(on?.startMs, from?.startMs),
    untilMs: earliest(on?.endMs, to?.endMs),
  }
}

function moment(raw: string | null): { startMs: number; endMs: number } | undefined {
  if (!raw) return undefined
  const startMs = Date.parse(raw)
  if (Number.isNaN(startMs)) throw refusals.badDate(raw)
  return { startMs, endMs: startMs + (/^\d{4}-\d{2}-\d{2}$/.test(raw) ? DAY_MS : 1000) - 1 }
}

const latest = (...times: (number | undefined)[]) => extreme(times, Math.max)
const earliest = (...times: (number | undefined)[]) => extreme(times, Math.min)

function extreme(times: (number | undefined)[], pick: (...times: number[]) => number): number | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length > 0 ? pick(...known) : undefined
}
