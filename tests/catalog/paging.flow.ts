import { indexName } from '@korob/platform/opensearch'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, engines, openSearchUrl, ownIndex, request, withEngine } from './support/index.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

// Far more than positions go to here: a sixth of them in both engines.
const mugs = 1_800
const window = 300

let db: ServiceDatabase

// Of most, points are the same to the last digit; some say it twice, some are sold out.
const mug = (n: number) =>
  aProduct({
    sku: `MUG-${n}`,
    name: n % 50 === 0 ? { ru: `Кружка, просто кружка ${n}`, en: `Mug, just a mug ${n}` } : { ru: 'Кружка', en: 'Mug' },
    description: n % 7 === 0 ? { ru: 'Большая кружка', en: 'A large mug' } : undefined,
    stock: n % 11 === 0 ? 0 : 10,
  })

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  for (let n = 0; n < mugs; n += 300)
    await stockShelf(
      db.admin,
      Array.from({ length: 300 }, (_, at) => mug(n + at)),
    )
})
afterAll(() => db.drop())
beforeEach(() => {
  process.env.SEARCH_COUNTED = String(window)
})
afterEach(() => {
  delete process.env.SEARCH_COUNTED
})

/** Skus of all pages, in order. `between`: what happens before a page. */
const walk = async (
  query: Parameters<typeof search>[0],
  between: (page: number, shown: readonly string[]) => Promise<void> = async () => {},
): Promise<string[]> => {
  const skus: string[] = []
  for (let [page, cursor] = [0, '' as string | null]; cursor !== null; page += 1) {
    await between(page, skus)
    const found = await search({ ...query, ...(cursor !== '' && { cursor }) })
    skus.push(...found.items.map(({ sku }) => sku))
    cursor = found.nextCursor
  }
  return skus
}

const all = Array.from({ length: mugs }, (_, n) => `MUG-${n}`).sort()

describe.each(engines)('pages by relevance from %s', (engine) => {
  const { isMissing } = withEngine(engine)
  beforeAll(async () => {
    if (engine === 'postgres' || isMissing) return
    // What is asked for behind a position that isn't counted is an error then.
    await request('PUT', `/${indexName('products')}/_settings`, { index: { max_result_window: window } })
  })

  it.skipIf(isMissing)('show each of thousands once, far beyond where positions end', async () => {
    expect((await walk({ q: 'кружка', limit: 50 })).toSorted()).toEqual(all)
    const inStock = await walk({ q: 'mug', limit: 37, inStock: true })
    expect(inStock.toSorted()).toEqual(all.filter((sku) => Number(sku.slice(4)) % 11 !== 0))
  })

  it.skipIf(isMissing)('show each once though the catalogue grows and changes all the while', async () => {
    const settled = () => (engine === 'opensearch' ? catchUp() : undefined)
    const gone = new Set<string>()
    const fresh: string[] = []
    const skus = await walk({ q: 'кружка', limit: 50 }, async (page, shown) => {
      if (page === 0 || page > 30 || page % 5 > 0) return
      // Words become commoner, so all points change; some come in, and one that was shown and one that wasn't go.
      const mugsShown = shown.filter((sku) => sku.startsWith('MUG') && !gone.has(sku))
      const goes = [mugsShown.at(-1) ?? '', all.find((sku) => !shown.includes(sku) && !gone.has(sku)) ?? '']
      for (const sku of goes) gone.add(sku)
      const come = Array.from({ length: 40 }, (_, n) => ({ ...mug(n), sku: `NEW-${page}-${n}` }))
      fresh.push(...come.map(({ sku }) => sku))
      await stockShelf(db.admin, [...come, ...goes.map((sku) => aProduct({ sku, published: false }))])
      await settled()
    })
    await stockShelf(db.admin, [
      ...[...gone].map((sku) => ({ ...mug(Number(sku.slice(4))), published: true })),
      ...fresh.map((sku) => aProduct({ sku, published: false })),
    ])
    await settled()
    expect(skus.filter((sku, at) => skus.indexOf(sku) !== at)).toEqual([])
    expect(all.filter((sku) => !skus.includes(sku) && !gone.has(sku))).toEqual([])
  })
})

describe('pages by relevance', () => {
  it('go on from a cursor of a version before, which tells a position', async () => {
    const { items, nextCursor } = await search({ q: 'кружка', limit: 50 })
    const [place = '', shown = ''] = (nextCursor ?? '').split('.')
    const parts = JSON.parse(Buffer.from(place, 'base64url').toString()) as unknown[]
    const before = `${Buffer.from(JSON.stringify(parts.slice(0, 6))).toString('base64url')}.${shown}`
    const next = await search({ q: 'кружка', limit: 50, cursor: before })
    expect(next.items).toHaveLength(50)
    expect(next.items.filter(({ id }) => items.some((one) => one.id === id))).toEqual([])
  })

  it('go on behind the last hit that there is time to rank', async () => {
    process.env.SEARCH_COUNTED = '500'
    const { nextCursor } = await search({ q: 'кружка', limit: 50 })
    const [place = '', ...shown] = (nextCursor ?? '').split('.')
    const parts = JSON.parse(Buffer.from(place, 'base64url').toString()) as unknown[]
    for (const offset of [480, 600]) {
      // As the search engine's cursors are: a position, and no part of the catalogue.
      const before = [...parts.slice(0, 3), offset, ...parts.slice(4, 6)]
      let cursor: string | null = [Buffer.from(JSON.stringify(before)).toString('base64url'), ...shown].join('.')
      let found = 0
      while (cursor !== null) {
        const page: Awaited<ReturnType<typeof search>> = await search({ q: 'кружка', limit: 50, cursor })
        found += page.items.length
        cursor = page.nextCursor
      }
      expect(found).toBeGreaterThanOrEqual(mugs - offset)
    }
  })

  it.skipIf(openSearchUrl === '')('leave none out when PostgreSQL has to go on for the search engine', async () => {
    const index = ownIndex()
    await catchUp()
    const skus = await walk({ q: 'кружка', limit: 50 }, async (page) => {
      if (page === 4) process.env.OPENSEARCH_URL = 'http://127.0.0.1:9'
    })
    // What was shown before it went away may come again: PostgreSQL has another order.
    expect(new Set(skus)).toEqual(new Set(all))
    await index.drop()
  })
})

describe.skipIf(openSearchUrl === '')('pages that the engines answer in turn', () => {
  let index: ReturnType<typeof ownIndex>
  beforeAll(async () => {
    index = ownIndex()
    await catchUp()
    // What failed in tests before may keep it from being asked for a while.
    await eventually('OpenSearch is asked', async () => (await search({ q: 'кружка' })).engine === 'opensearch')
  })
  afterAll(() => index.drop())

  const use = (engine: (typeof engines)[number]) => {
    if (engine === 'opensearch') process.env.OPENSEARCH_URL = openSearchUrl
    else delete process.env.OPENSEARCH_URL
  }
  // As it is in a list of many more.
  const farther = (cursor: string) => {
    const [place = '', ...shown] = cursor.split('.')
    const parts = JSON.parse(Buffer.from(place, 'base64url').toString()) as unknown[]
    parts[3] = 20_000 + (parts[3] as number)
    return [Buffer.from(JSON.stringify(parts)).toString('base64url'), ...shown].join('.')
  }

  /** Each page by the next engine of the list, the last one going on; all far behind where positions end. */
  const inTurn = async (query: Parameters<typeof search>[0], by: (page: number) => (typeof engines)[number]) => {
    const skus: string[] = []
    for (let [page, cursor] = [0, '' as string | null]; cursor !== null; page += 1) {
      use(by(page))
      const found = await search({ ...query, ...(cursor !== '' && { cursor: page > 3 ? cursor : farther(cursor) }) })
      expect(found.engine).toBe(by(page))
      if (found.nextCursor !== null) expect(found.items).not.toEqual([])
      skus.push(...found.items.map(({ sku }) => sku))
      cursor = found.nextCursor
    }
    return skus
  }

  it.each(['ru', 'en'])('by their %s names show each once, whatever came before', async (lang) => {
    const skus = await inTurn({ sort: 'name', lang, q: 'кружка', limit: 40 }, (page) => engines[page % 2] ?? 'postgres')
    expect(skus.toSorted()).toEqual(all)
  })

  it.each(engines)('by relevance leave none out when %s goes on, and none is empty before the last', async (engine) => {
    const other = engines.find((one) => one !== engine) ?? 'postgres'
    const skus = await inTurn({ q: 'кружка', limit: 50 }, (page) => (page < 3 ? other : engine))
    expect(new Set(skus)).toEqual(new Set(all))
  })
})
