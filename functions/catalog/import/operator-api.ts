import { setTimeout as wait } from 'node:timers/promises'

/** What a shop said no to, or why it couldn't be asked. */
export class RemoteError extends Error {
  /** Nothing was done: the request isn't right. */
  readonly isRefusal: boolean
  constructor(message: string, isRefusal = false) {
    super(message)
    this.name = 'RemoteError'
    this.isRefusal = isRefusal
  }
}

interface Problem {
  title?: string
  errors?: { field: string; message: string }[]
}

const explained = (text: string, status: number): string => {
  let problem: Problem = {}
  try {
    problem = JSON.parse(text) as Problem
  } catch {
    // Not the shop itself, but something before it: the status is all there is to tell.
  }
  const fields = (problem.errors ?? []).map(({ field, message }) => `${field} ${message}`).join('; ')
  return [problem.title ?? `status ${status}`, fields].filter((part) => part !== '').join(' ')
}

const pauseMs = 1_000
/** So many failures in a row are no passing trouble. */
const patience = 10

// A shop that is being restarted, or is busy, is asked again for what only reads.
const isPassing = (status: number): boolean => status === 429 || status >= 500

export type OperatorApi = <Answer>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>

/** Calls the API of a shop as an operator. What only reads is asked again for a while when nobody answers. */
export const operatorApi = (url: string, token: string, signal: AbortSignal | undefined): OperatorApi => {
  const ask = async (method: string, path: string, body: unknown): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${url}/api/operator${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: signal ?? null,
    })
    return { status: answer.status, text: await answer.text() }
  }
  return async <Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
    for (let asked = 1; ; asked += 1) {
      const isLast = method !== 'GET' || asked === patience
      try {
        const { status, text } = await ask(method, path, body)
        if (status < 300) return JSON.parse(text) as Answer
        if (isLast || !isPassing(status)) throw new RemoteError(`${url}: ${explained(text, status)}`, status < 500)
      } catch (error) {
        if (error instanceof RemoteError || signal?.aborted) throw error
        const { cause, message } = error as Error
        if (isLast)
          throw new RemoteError(`${url} can't be reached: ${(cause as Error | undefined)?.message ?? message}`)
      }
      await wait(pauseMs, undefined, { signal })
    }
  }
}
