import { ApiProblem, NoAnswer } from './problem.ts'

export interface ClientOptions {
  /** Where the API is, such as /api. */
  base: string
  /** Of the titles of problems. */
  language(): string
  fetch?: typeof fetch
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's base, parameters encoded. */
  path: string
  /** A list becomes a repeated parameter; undefined is left out. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>
  /** JSON text: what is sent again must be the same to the byte. */
  json?: string
  headers?: Record<string, string>
  timeoutMs?: number
  signal?: AbortSignal
}

/** Reads are answered in well under a second; a shopper on a poor line gets this long. */
const readTimeoutMs = 10_000

const queryText = (query: Call['query'] = {}): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) parameters.append(name, String(one))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch (cause) {
    if (response.ok) throw new NoAnswer('garbled', cause)
    return undefined
  }
}

/** Sends one request and reads its answer. @throws ApiProblem, NoAnswer, or the reason of the caller's own abort */
export const createClient = ({ base, language, fetch: send = fetch }: ClientOptions) => {
  const exchange = async (call: Call): Promise<{ response: Response; body: unknown }> => {
    const limit = AbortSignal.timeout(call.timeoutMs ?? readTimeoutMs)
    try {
      const response = await send(`${base}${call.path}${queryText(call.query)}`, {
        method: call.method ?? 'GET',
        headers: {
          accept: 'application/json',
          'accept-language': language(),
          ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.json,
        signal: call.signal ? AbortSignal.any([call.signal, limit]) : limit,
      })
      return { response, body: await bodyOf(response) }
    } catch (cause) {
      if (cause instanceof NoAnswer) throw cause
      if (call.signal?.aborted) throw call.signal.reason
      throw new NoAnswer(limit.aborted ? 'timeout' : 'unreachable', cause)
    }
  }

  const request = async <T>(call: Call): Promise<T> => {
    const { response, body } = await exchange(call)
    if (!response.ok) throw new ApiProblem(response.status, body, response.headers)
    return body as T
  }

  /** What is polled: unchanged, it costs a few bytes and gives the very object of last time. */
  const known = new Map<string, { etag: string; body: unknown }>()
  const poll = async <T>(call: Call): Promise<T> => {
    const name = JSON.stringify([call.path, call.query, call.headers])
    const before = known.get(name)
    const { response, body } = await exchange({
      ...call,
      headers: { ...call.headers, ...(before ? { 'if-none-match': before.etag } : {}) },
    })
    if (response.status === 304 && before) return before.body as T
    if (!response.ok) throw new ApiProblem(response.status, body, response.headers)
    const etag = response.headers.get('etag')
    if (etag === null) known.delete(name)
    else known.set(name, { etag, body })
    return body as T
  }

  return { request, poll }
}

export type Client = ReturnType<typeof createClient>
