import { type Management, managementOf } from './management.ts'

export type Address = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** The vhost of an existing server's address, or else the default one. */
  readonly vhost: string
  readonly consoleUrl: string
}

export type Client = Address &
  Management & {
    /** With credentials, for one vhost. */
    readonly urlOf: (vhost: string) => string
  }

export function clientOf(address: Address): Client {
  const { host, port, user, password } = address
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return {
    ...address,
    urlOf: (vhost: string) => `amqp://${login}@${host}:${port}/${encodeURIComponent(vhost)}`,
    ...managementOf(address.consoleUrl, user, password),
  }
}
