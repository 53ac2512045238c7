import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { resetBreaker } from '../../functions/notifications/sending/breaker.ts'
import { confirmed, newOrder, type OrderFacts } from './support/events.ts'
import { type Listing, type OddGateway, startOddGateway, type TakenText } from './support/odd-gateway.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let gateway: OddGateway

beforeAll(async () => {
  world = await startWorld()
  process.env.SMS_GATEWAY_TIMEOUT_MS = '500'
  gateway = await startOddGateway()
})
beforeEach(() => gateway.behave('answers'))
afterEach(() => world.calm())
afterAll(async () => {
  await gateway?.close()
  await world?.close()
})

const only = async ({ phone }: OrderFacts) => {
  const rows = await world.messages(phone)
  expect(rows).toHaveLength(1)
  return rows[0]!
}

/** The gateway took it, and nobody heard so. */
const lostText = async (): Promise<OrderFacts> => {
  const order = newOrder()
  gateway.behave('breaks off')
  await world.tellOrders(confirmed(order))
  expect((await only(order)).status).toBe('unknown')
  return order
}

/** An hour passes, and the sweeper looks. */
const look = async (lists: Listing, pagesAfterMs = 0): Promise<void> => {
  gateway.behave('answers', lists, pagesAfterMs)
  resetBreaker()
  await world.passTime(3600)
  await world.sweep()
}

const other = (text: TakenText, at: number): TakenText => ({ ...text, sid: `SMother${at}`, body: `Another ${at}` })
const old = (text: TakenText, at: number): TakenText => ({
  ...other(text, at),
  date_created: new Date(0).toUTCString(),
})
const pageOf = (make: (text: TakenText, at: number) => TakenText, [text]: readonly TakenText[]): TakenText[] =>
  Array.from({ length: 20 }, (_, at) => make(text!, at))

describe('a text that may have been sent stays unknown, and is not sent again,', () => {
  test.each<{ list: string; lists: Listing; pagesAfterMs?: number }>([
    { list: 'is refused', lists: () => 500 },
    { list: 'is turned away', lists: () => 429 },
    { list: 'never comes', lists: () => 'silent' },
    { list: 'comes too slowly', lists: (texts) => [[], [], texts], pagesAfterMs: 300 },
    { list: 'has no end', lists: (texts) => Array.from({ length: 30 }, () => pageOf(other, texts)) },
    { list: 'has texts without words', lists: (texts) => [texts.map((text) => ({ ...text, body: '' }))] },
    { list: 'has texts of no time', lists: (texts) => [texts.map((text) => ({ ...text, date_created: '' }))] },
  ])('while the list of the gateway $list; once it is whole the text is found', async ({ lists, pagesAfterMs }) => {
    const order = await lostText()
    for (const _ of [1, 2, 3]) await look(lists, pagesAfterMs)
    expect(await only(order)).toMatchObject({ status: 'unknown', attempts: 1 })
    await look((texts) => [texts])
    expect(await only(order)).toMatchObject({ status: 'sent', attempts: 1, gateway_id: expect.stringMatching(/^SM/) })
    expect(gateway.textsTo(order.phone)).toHaveLength(1)
  })

  test('where the list lags behind, even after its time', async () => {
    const order = await lostText()
    await look(() => [[]])
    expect(await only(order)).toMatchObject({ status: 'unknown', attempts: 1 })
    await look((texts) => [texts])
    expect(await only(order)).toMatchObject({ status: 'sent', attempts: 1 })
    expect(gateway.textsTo(order.phone)).toHaveLength(1)
  })
})

test.each<{ where: string; lists: Listing }>([
  { where: 'on a later page', lists: (texts) => [pageOf(other, texts), pageOf(other, texts), texts] },
  { where: 'after older ones', lists: (texts) => [pageOf(old, texts), texts] },
])('a text is found wherever the list has it: $where', async ({ lists }) => {
  const order = await lostText()
  await look(lists)
  expect(await only(order)).toMatchObject({ status: 'sent', attempts: 1 })
  expect(gateway.textsTo(order.phone)).toHaveLength(1)
})

test('a text that two whole lists lack, one after the other, was not taken and is sent; a list that fails between says nothing', async () => {
  const order = newOrder()
  gateway.behave('refuses')
  await world.tellOrders(confirmed(order))
  await look((texts) => [texts])
  await look(() => 500)
  expect(await only(order)).toMatchObject({ status: 'unknown', attempts: 1 })
  expect(gateway.textsTo(order.phone)).toEqual([])
  await look((texts) => [texts])
  expect(await only(order)).toMatchObject({ status: 'sent', attempts: 2 })
  expect(gateway.textsTo(order.phone)).toHaveLength(1)
})

test('each attempt has two lists of its own', async () => {
  const order = newOrder()
  gateway.behave('refuses')
  await world.tellOrders(confirmed(order))
  await look(() => [[]])
  gateway.behave('breaks off', () => [[]])
  await world.passTime(3600)
  await world.sweep()
  expect(await only(order)).toMatchObject({ status: 'unknown', attempts: 2 })
  await look(() => [[]])
  expect(await only(order)).toMatchObject({ status: 'unknown', attempts: 2 })
  await look((texts) => [texts])
  expect(gateway.textsTo(order.phone)).toHaveLength(1)
})
