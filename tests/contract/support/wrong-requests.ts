import type { Change } from './caller.ts'
import type { Operation } from './document.ts'

const badQueries: Record<string, Record<string, unknown>> = {
  searchProducts: { limit: 0 },
  listDeliverySlots: { house: '' },
  readCourierRoute: { date: 'today' },
  listOrders: { limit: 0 },
  readTrail: { orderId: 'x' },
  readAuditLog: { limit: 0 },
  listOutbox: { service: 'x' },
  suggestSearches: { limit: 0 },
  findCategory: { path: '/' },
  listSearchQueries: { limit: 0 },
  listProducts: { limit: 0 },
  searchOrders: { limit: 0 },
  listOrderLinks: { orderId: 'x' },
  listBlockedNumbers: { limit: 0 },
  listSetAsideMessages: { limit: 0 },
}

const pathParameter = ({ path }: Operation): string | undefined => /(?<=\{)\w+/.exec(path)?.[0]

const spoiled = (operation: Operation): Change => {
  const parameter = pathParameter(operation)
  if (parameter) return { values: { [parameter]: 'x'.repeat(300) } }
  if (operation.operationId === 'signOut') return { headers: { cookie: 'x'.repeat(8193) } }
  return operation.requestBody ? { body: [] } : { values: badQueries[operation.operationId] ?? {} }
}

/** Outcomes of requests that are wrong, and what makes a right one so. */
export const wrongRequests: [outcome: string, change: (operation: Operation) => Change][] = [
  ['400 invalid_request', spoiled],
  ['400 invalid_json', () => ({ text: '{' })],
  ['415 unsupported_media_type', () => ({ headers: { 'content-type': 'text/plain' } })],
  ['413 too_large', () => ({ text: 'x'.repeat(11 * 1024 * 1024) })],
  [
    '401 unauthorized',
    ({ operationId }) => ({
      headers: operationId === 'refreshSession' ? { cookie: undefined } : { authorization: 'Bearer none' },
    }),
  ],
]

/** Asks for what isn't there; where the path names nothing, it is the caller who isn't. */
export const forNothing = (operation: Operation, authorization: string): Change => {
  const parameter = pathParameter(operation)
  if (operation.operationId === 'requestOrderLink') return { body: { number: '10001-4', phone: '+79160000000' } }
  if (operation.operationId === 'listSetAsideMessages') return { values: { place: 'parked:nowhere' } }
  if (operation.operationId === 'workSetAsideMessages')
    return { body: { place: 'parked:nowhere', ids: ['x'], remedy: 'drop' } }
  if (operation.operationId === 'findCategory') return { values: { path: 'nowhere' } }
  if (!parameter) return { headers: { authorization } }
  // What has no id has a key; and a change is of a revision, where another request would make what isn't there.
  const nothing = parameter === 'attributeKey' ? 'nobody_has_this' : crypto.randomUUID()
  return { values: { [parameter]: nothing, 'If-Match': '"1"' } }
}
