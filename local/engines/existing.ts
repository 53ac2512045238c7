import { EngineError } from './error.ts'

// Addresses of servers that exist already, as people type them into variables.

export type AddressRules = {
  /** The variable: `RABBITMQ_URL`. */
  readonly setting: string
  readonly protocols: readonly string[]
  /** One that would do, for the message. */
  readonly example: string
}

/** @throws EngineError when the text is no address of such a server; never with the text, which may hold a password */
export function readAddress(text: string, { setting, protocols, example }: AddressRules): URL {
  const url = URL.parse(text.trim())
  const wanted = `Give it as ${setting}=${example}, or unset it.`
  if (!url) throw new EngineError(`${setting} is no address.`, wanted)
  if (!protocols.includes(url.protocol)) {
    const can = protocols.map((protocol) => `${protocol}//`).join(' or ')
    throw new EngineError(`${setting} begins with ${url.protocol}//, which can't be used: ${can} can.`, wanted)
  }
  if (!url.hostname) throw new EngineError(`${setting} names no host.`, wanted)
  return url
}

/** Why a connection failed, in the system's words; those of several tries (IPv6, IPv4) are one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join(', ')
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  // fetch says only "fetch failed", and why in its cause.
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name)
}
