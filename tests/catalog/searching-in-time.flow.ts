import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { forgetSearchSettings } from '../../functions/catalog/search/settings.ts'
import type { Suggestions } from '../../functions/catalog/views.ts'
import { eventually } from '../support/eventually.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, openSearchUrl, ownIndex } from './support/index.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { get, search } from './support/shop.ts'

let db: ServiceDatabase

const mug = (n: number) => aProduct({ sku: `MUG-${n}`, name: { ru: 'Кружка', en: 'Mug' } })

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await stockShelf(
    db.admin,
    Array.from({ length: 30 }, (_, n) => mug(n)),
  )
  // Read once and known from then on: what holds up the tests is not to hold up this.
  process.env.SEARCH_SETTINGS_MS = '600000'
  await search()
})
afterAll(async () => {
  delete process.env.SEARCH_SETTINGS_MS
  await db.drop()
})

/** Locks a table as if whoever reads it took very long, while `work` goes on. */
const heldUp = async (table: string, work: () => Promise<void>): Promise<void> => {
  await db.admin.query(`begin; lock table catalog.${table} in access exclusive mode`)
  try {
    await work()
  } finally {
    await db.admin.query('rollback')
  }
}

const waiting = async () =>
  (await db.admin.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
    .rowCount

it('answers the hits without facets when counting takes too long, and lets PostgreSQL count on for nobody', async () => {
  process.env.SEARCH_LIMIT_MS = '1500'
  await heldUp('brand', async () => {
    for (const query of [{ q: 'кружка' }, { sort: 'price' }, {}] as Record<string, string>[]) {
      const first = await search({ ...query, limit: 20 })
      expect(first).toMatchObject({ engine: 'postgres', isTotalExact: false, total: 21, facets: { brands: [] } })
      const second = await search({ ...query, limit: 20, cursor: first.nextCursor ?? '' })
      expect(new Set([...first.items, ...second.items].map(({ sku }) => sku)).size).toBe(30)
    }
    await eventually('no statement waits', async () => (await waiting()) === 0, 30_000)
  })
  delete process.env.SEARCH_LIMIT_MS
  expect(await search({ q: 'кружка' })).toMatchObject({ total: 30, isTotalExact: true })
})

it('never says that nothing was found where there was no time to look, and suggests without products then', async () => {
  process.env.SEARCH_LIMIT_MS = '1500'
  // What is spelled nearly so is looked for among the shop's words.
  await heldUp('search_word', async () => {
    const answer = await get<{ code: string }>('/api/search', { q: 'крушка' })
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
    const suggested = await get<Suggestions>('/api/suggest', { q: 'крушка' })
    expect([suggested.status, suggested.body.products]).toEqual([200, []])
  })
  delete process.env.SEARCH_LIMIT_MS
  expect(await search({ q: 'крушка' })).toMatchObject({ total: 30, match: 'misspelled' })
})

it('goes on with the settings it knows, and has PostgreSQL read them for nobody no longer', async () => {
  process.env.SEARCH_SETTINGS_MS = '0'
  forgetSearchSettings()
  await search()
  await heldUp('synonym', async () => {
    expect(await search({ q: 'кружка' })).toMatchObject({ total: 30 })
    await eventually('no statement waits', async () => (await waiting()) === 0, 10_000)
  })
  process.env.SEARCH_SETTINGS_MS = '600000'
  await search()
})

let slow: Server | undefined
let asked = 0
/** The engine, whose answers take so long, the first being 1. */
const slowEngine = async (delayOf: (answer: number) => number): Promise<string> => {
  const server = createServer((request, response) => {
    asked += 1
    const delayMs = delayOf(asked)
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const answer = await fetch(`${openSearchUrl}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
        body: parts.length > 0 ? Buffer.concat(parts) : null,
      })
      const text = await answer.text()
      setTimeout(() => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text), delayMs)
    })
  })
  slow = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let index: ReturnType<typeof ownIndex> | undefined
afterEach(async () => {
  slow?.closeAllConnections()
  slow?.close()
  await index?.drop()
  index = undefined
})

it.skipIf(openSearchUrl === '')('gives up an engine that answers slowly each time, and asks PostgreSQL', async () => {
  index = ownIndex()
  await catchUp()
  process.env.OPENSEARCH_URL = await slowEngine(() => 2_600)
  process.env.OPENSEARCH_TIMEOUT_MS = '4000'
  // Of words that nobody has, each stage asks anew: one answer is waited for, and of the next only a part of its time is left.
  asked = 0
  const few = ['абракадабра фигурная', 'фигурная абракадабра', 'абракадабра резная']
  for (const page of await Promise.all(few.map((q) => search({ q }))))
    expect(page).toMatchObject({ engine: 'postgres', total: 0 })
  expect(asked).toBeLessThanOrEqual(4 * few.length)
  // What was found stays found, and the engine, which answered each time that it was given, is asked on.
  expect(await search({ q: 'кружка' })).toMatchObject({ engine: 'opensearch', total: 30 })
})

it.skipIf(openSearchUrl === '')('keeps what the engine found as typed when it has no time for more', async () => {
  await stockShelf(db.admin, [aProduct({ sku: 'PLATE', description: { ru: 'Для пряников', en: 'For gingerbread' } })])
  index = ownIndex()
  await catchUp()
  asked = 0
  process.env.OPENSEARCH_URL = await slowEngine((answer) => (answer === 1 ? 0 : 30_000))
  process.env.OPENSEARCH_TIMEOUT_MS = '3000'
  expect(await search({ q: 'пряников' })).toMatchObject({ engine: 'opensearch', total: 1, match: 'all' })
  expect(asked).toBe(2)
})
