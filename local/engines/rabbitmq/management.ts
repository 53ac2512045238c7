import { EngineError } from '../error.ts'
import { reasonOf } from '../existing.ts'

/** RabbitMQ's management API, as far as starting and tests need it. */
export type Management = {
  readonly serverVersion: () => Promise<string>
  readonly ensureVhost: (vhost: string) => Promise<void>
  readonly deleteVhost: (vhost: string) => Promise<void>
}

export function managementOf(baseUrl: string, user: string, password: string): Management {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    const asked = fetch(`${baseUrl}/api/${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
    const response = await asked.catch((cause) => {
      throw new EngineError(
        `RabbitMQ's management API doesn't answer at ${baseUrl}: ${reasonOf(cause)}.`,
        'On its server run `rabbitmq-plugins enable rabbitmq_management`; where it is elsewhere, RABBITMQ_MANAGEMENT_URL tells.',
        { cause },
      )
    })
    if (response.ok || (method === 'DELETE' && response.status === 404)) return response
    const said = await response.text()
    if (response.status === 401 || response.status === 403) throw refusal(`${method} ${path}`, said)
    throw new Error(`RabbitMQ's management API answered ${response.status} to ${method} ${path}: ${said}`)
  }

  // "Login failed", or "Not administrator user" of one who came in.
  function refusal(what: string, said: string): EngineError {
    const mend = /administrator/i.test(said)
      ? `Let RABBITMQ_URL name an administrator, or make ${user} one: rabbitmqctl set_user_tags ${user} administrator`
      : 'Mend the login in RABBITMQ_URL.'
    return new EngineError(`RabbitMQ's management API at ${baseUrl} refuses ${what} to the user ${user}: ${said}`, mend)
  }

  return {
    async serverVersion() {
      const overview = (await (await call('GET', 'overview')).json()) as { rabbitmq_version: string }
      return overview.rabbitmq_version
    },
    async ensureVhost(vhost) {
      const name = encodeURIComponent(vhost)
      await call('PUT', `vhosts/${name}`, {})
      const everything = { configure: '.*', write: '.*', read: '.*' }
      await call('PUT', `permissions/${name}/${encodeURIComponent(user)}`, everything)
    },
    async deleteVhost(vhost) {
      await call('DELETE', `vhosts/${encodeURIComponent(vhost)}`)
    },
  }
}
