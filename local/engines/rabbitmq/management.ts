/** RabbitMQ's management API, as far as starting and tests need it. */
export type Management = {
  readonly version: () => Promise<string>
  readonly ensureVhost: (vhost: string) => Promise<void>
  readonly deleteVhost: (vhost: string) => Promise<void>
}

export function managementOf(baseUrl: string, user: string, password: string): Management {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${baseUrl}/api/${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
    if (response.ok || (method === 'DELETE' && response.status === 404)) return response
    throw new Error(
      `RabbitMQ's management API answered ${response.status} to ${method} ${path}: ${await response.text()}`,
    )
  }

  return {
    async version() {
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
