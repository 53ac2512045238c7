import { beforeAll, describe, expect, test } from 'vitest'
import { type Endpoint, endpoints } from '../../infra/services.ts'
import { oneShop } from '../support/one-shop.ts'
import type { TestShop } from '../support/test-shop.ts'
import { cellsOf, decisions } from './decisions.ts'
import { type People, peopleOf, unknown } from './support/people.ts'

let shop: TestShop
let people: People

beforeAll(async () => {
  shop = await oneShop()
  people = await peopleOf(shop)
})

const nameOf = ({ route }: Endpoint): string => `${route.method} ${route.path}`
const byName = new Map(endpoints.map((endpoint) => [nameOf(endpoint), endpoint]))

const filled = (path: string, names: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name]
    if (!value) throw new Error(`tell support/people.ts what {${name}} is`)
    return encodeURIComponent(value)
  })

const queryOf = (query: object = {}): string => {
  const text = new URLSearchParams(query as Record<string, string>).toString()
  return text === '' ? '' : `?${text}`
}

/** The endpoint's first example, with these names in its path. */
const ask = async (endpoint: Endpoint, headers: Record<string, string>, names: Readonly<Record<string, string>>) => {
  const { route } = endpoint
  const { query, headers: own, body: example } = Object.values(route.examples ?? {})[0] ?? {}
  const body = people.bodies[nameOf(endpoint)] ?? example
  const isForm = route.encoding === 'form'
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const text = isForm ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body)
  const answer = await fetch(`${shop.apiUrl}${filled(route.path, names)}${queryOf(query)}`, {
    method: route.method,
    headers: { ...(route.body ? { 'content-type': type } : {}), ...(own as Record<string, string>), ...headers },
    ...(route.body ? { body: text } : {}),
  })
  return { status: answer.status, text: await answer.text() }
}

const withoutReference = (text: string): unknown => ({ ...JSON.parse(text), correlationId: undefined })

test('every endpoint has its row of decisions, and every row its endpoint', () => {
  expect(Object.keys(decisions).sort()).toEqual([...byName.keys()].sort())
})

describe.each(Object.keys(decisions))('%s', (name) => {
  test.each(cellsOf(name))('%s: %s', async (actor, verdict) => {
    const endpoint = byName.get(name)
    if (!endpoint) throw new Error(`there is no endpoint ${name}`)
    const { status, text } = await ask(endpoint, people.headers[actor], people.real)
    if (verdict === 'may')
      expect(status < 500 && ![401, 403, 404, 405].includes(status), `${status} ${text}`).toBe(true)
    else expect(status, text).toBe(Number(verdict))
    if (verdict !== '404') return
    const stranger = await ask(endpoint, people.headers[actor], { ...people.real, ...unknown })
    expect(stranger.status).toBe(404)
    expect(withoutReference(text)).toEqual(withoutReference(stranger.text))
  })
})
