import { expect, onTestFinished, test, vi } from 'vitest'
import { defaultSwitches } from './switches.ts'
import { call, send, simulator } from './test-kit.ts'

const putSwitches = (gateway: { url: string }, body: unknown) =>
  fetch(`${gateway.url}/switches`, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) })

test('down answers 503 to everything of the API, while inbox and switches stay reachable', async () => {
  const gateway = await simulator()
  await putSwitches(gateway, { down: true })
  expect((await send(gateway)).status).toBe(503)
  expect((await call(gateway, 'Messages.json')).status).toBe(503)
  expect((await call(gateway, '/inbox.json')).status).toBe(200)
  await putSwitches(gateway, { down: false })
  expect((await send(gateway)).status).toBe(201)
})

test('a failed post answers what was asked for, and no message exists', async () => {
  const gateway = await simulator({ switches: { failRate: 1, failWith: { status: 400, code: 21610 } } })
  const response = await send(gateway)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 21610, status: 400 })
  expect(gateway.inbox().total).toBe(0)
})

test('a post that times out has been accepted once', async () => {
  const gateway = await simulator({ switches: { timeoutRate: 1 } })
  const controller = new AbortController()
  const pending = send(gateway, {}, { signal: controller.signal })
  await fetch(`${gateway.url}/inbox.json?waitMs=60000`)
  setTimeout(() => controller.abort(new Error('no answer')), 150)
  await expect(pending).rejects.toThrow('no answer')
  expect(gateway.inbox().total).toBe(1)
})

test('a post whose connection is cut has been accepted once', async () => {
  const gateway = await simulator({ switches: { disconnectRate: 1 } })
  await expect(send(gateway)).rejects.toThrow('fetch failed')
  expect(gateway.inbox().total).toBe(1)
})

test('a slow gateway has the message long before it answers', async () => {
  const gateway = await simulator({ switches: { slowMs: 60_000 } })
  const controller = new AbortController()
  const pending = send(gateway, {}, { signal: controller.signal })
  const inbox = await (await fetch(`${gateway.url}/inbox.json?status=delivered&waitMs=60000`)).json()
  expect(inbox.total).toBe(1)
  controller.abort()
  await expect(pending).rejects.toThrow()
})

test('more requests a second than allowed answer 429 with 20429', async () => {
  const gateway = await simulator({ switches: { rateLimitPerSecond: 3 } })
  // However long it takes, all come within one second.
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const responses = await Promise.all(Array.from({ length: 5 }, () => send(gateway)))
  expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429, 429])
  const refused = responses.find(({ status }) => status === 429)
  expect(await refused?.json()).toMatchObject({ code: 20429, message: 'Too Many Requests' })
})

test('the same seed fails the same messages, whatever else is switched on', async () => {
  const run = async (switches: object) => {
    const gateway = await simulator({ switches: { failRate: 0.5, seed: 7, ...switches } })
    const statuses: number[] = []
    for (let i = 0; i < 20; i += 1) statuses.push((await send(gateway)).status)
    return statuses
  }
  const statuses = await run({})
  expect(new Set(statuses)).toEqual(new Set([201, 500]))
  expect(await run({})).toEqual(statuses)
  expect(await run({ undeliveredRate: 0.5, loseReceiptRate: 0.5 })).toEqual(statuses)
  expect(await run({ seed: 8 })).not.toEqual(statuses)
})

test.each([
  ['an unknown name', { failrate: 1 }, 'failrate is not a switch'],
  ['an inherited name', '{"__proto__":1}', '__proto__ is not a switch'],
  ['a rate above one', { failRate: 2 }, 'failRate must be a number from 0 to 1'],
  ['a negative delay', { slowMs: -1 }, 'slowMs must be milliseconds'],
  ['a status that is no refusal', { failWith: { status: 200, code: 1 } }, 'failWith must be'],
  ['a list', [], 'must be a JSON object'],
  ['what is no JSON', '{', 'must be a JSON object'],
])('refuses to switch %s, and changes nothing', async (_, body, message) => {
  const gateway = await simulator()
  const response = await putSwitches(gateway, body)
  expect(response.status).toBe(400)
  expect((await response.json()).error).toContain(message)
  expect(gateway.switches()).toEqual({ ...defaultSwitches, receiptDelayMs: 0 })
})

test('switches are shown, changed in part, and reset', async () => {
  const gateway = await simulator()
  expect(await (await putSwitches(gateway, { slowMs: 5 })).json()).toMatchObject({ slowMs: 5, failRate: 0 })
  expect(await (await fetch(`${gateway.url}/switches`)).json()).toMatchObject({ slowMs: 5 })
  expect(await (await fetch(`${gateway.url}/switches`, { method: 'DELETE' })).json()).toEqual(defaultSwitches)
})
