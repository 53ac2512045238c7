import type { IncomingMessage, ServerResponse } from 'node:http'

// Twilio's longest legal post is a 1,600-character body, percent-encoded, and a few URLs.
const MAX_BODY_BYTES = 64 * 1024

export class BodyTooLarge extends Error {}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // The rest is still read: leaving the loop would cut the connection before the refusal is out.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES) throw new BodyTooLarge(`a body may have up to ${MAX_BODY_BYTES} bytes`)
  return Buffer.concat(chunks).toString('utf8')
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  response.end(JSON.stringify(body))
}
