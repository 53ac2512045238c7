import type { IncomingMessage } from 'node:http'

/** The access key id a request is signed with; signatures themselves are not checked. */
export function accessKeyOf(message: IncomingMessage): string | undefined {
  return /Credential=([^/,\s]+)/.exec(message.headers.authorization ?? '')?.[1]
}
