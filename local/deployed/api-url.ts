/**
 * Where the API of a deployed stack is reached, from its output `ApiUrl`: at an emulator by the path that all of them
 * serve, since its own answer names a host that needs a resolver of its own.
 */
export function reachableApiUrl(output: string, endpoint: string | undefined): string {
  const { hostname, pathname } = new URL(output)
  const trimmed = output.replace(/\/$/, '')
  if (!endpoint) return trimmed
  const [id] = hostname.split('.')
  return `${endpoint.replace(/\/$/, '')}/_aws/execute-api/${id}${pathname.replace(/\/$/, '')}`
}
