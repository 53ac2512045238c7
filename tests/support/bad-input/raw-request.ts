import type { RawAnswer } from './problem.ts'

export interface RawRequest {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
}

/** Sends what it is given, however wrong; no content type is added. */
export const rawRequests =
  (apiUrl: string) =>
  async ({ method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers,
      // As bytes: for a string, fetch would add a content type.
      ...(body === undefined ? {} : { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
