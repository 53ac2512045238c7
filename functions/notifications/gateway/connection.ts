import http from 'node:http'
import https from 'node:https'

export interface Answer {
  status: number
  retryAfter: string | undefined
  body: string
}

export interface Call {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body?: string
  /** For all of it: connecting, sending, the whole answer. */
  timeoutMs: number
}

/** No connection was made: the other side has seen nothing of the call. */
export class NotSent extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = 'NotSent'
  }
}

/** The connection stood and no whole answer came back: the other side may have done what was asked. */
export class NoAnswer extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = 'NoAnswer'
  }
}

// Well below what gateways keep: a socket they close just as we write turns a text that was not sent into one that may have been.
const idleMs = 2_000
const longestAnswer = 4 * 1024 * 1024

const newAgents = () => ({
  'http:': new http.Agent({ keepAlive: true, timeout: idleMs }),
  'https:': new https.Agent({ keepAlive: true, timeout: idleMs }),
})
let agents = newAgents()
let underWay = 0
let lastEndAtMs = 0

// A frozen environment neither sees its sockets closed nor runs the timers that would close them. One with calls under way
// is not frozen, and theirs are in use.
const currentAgents = () => {
  if (underWay === 0 && Date.now() - lastEndAtMs > idleMs) {
    for (const agent of Object.values(agents)) agent.destroy()
    agents = newAgents()
  }
  return agents
}

/**
 * One HTTP exchange. `fetch` does not tell whether a failed request had left; here the socket does.
 * @throws NotSent
 * @throws NoAnswer
 */
export const exchange = async (call: Call): Promise<Answer> => {
  const agent = currentAgents()[call.url.protocol === 'https:' ? 'https:' : 'http:']
  underWay++
  try {
    return await exchangeBy(agent, call)
  } finally {
    underWay--
    lastEndAtMs = Date.now()
  }
}

const exchangeBy = (agent: http.Agent, { method, url, headers, body, timeoutMs }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:'
    let isConnected = false
    const fail = (cause: Error) => {
      clearTimeout(timer)
      reject(isConnected ? new NoAnswer(cause) : new NotSent(cause))
    }
    let request: http.ClientRequest
    try {
      request = (isSecure ? https : http).request(url, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        agent,
      })
    } catch (error) {
      // A header that can't be written, say.
      reject(new NotSent(error as Error))
      return
    }
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    request.on('socket', (socket) => {
      if (request.reusedSocket || !socket.connecting) isConnected = true
      else socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnected = true))
    })
    request.on('error', fail)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > longestAnswer) request.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(timer)
        const retryAfter = response.headers['retry-after']
        resolve({ status: response.statusCode ?? 0, retryAfter, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.end(body)
  })
