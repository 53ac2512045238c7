import type { IncomingMessage } from 'node:http'

export class TooLargeError extends Error {
  readonly bytes: number

  constructor(bytes: number) {
    super(`The body has more than ${bytes} bytes`)
    this.bytes = bytes
  }
}

const empty = Buffer.alloc(0)

/** Reads a request's body. Beyond the limit the rest is read and thrown away, so that the client gets its answer. */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (message.headers['content-length'] === undefined && message.headers['transfer-encoding'] === undefined) {
    return Promise.resolve(empty)
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limitBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    message.on('end', () => {
      if (bytes > limitBytes) reject(new TooLargeError(bytes))
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
    })
    message.on('error', reject)
    message.on('aborted', () => reject(new Error('The client went away')))
  })
}
