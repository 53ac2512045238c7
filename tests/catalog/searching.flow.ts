import { createServer, type Server } from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, engines, openSearchUrl, ownIndex, withEngine } from './support/index.ts'
import { statementsOf } from './support/plans.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { allPages, get, search } from './support/shop.ts'

let db: ServiceDatabase

const shelf = [
  aProduct({
    sku: 'PAN-26',
    name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' },
    brand: 'Варника',
    priceMinor: 250_000,
    oldPriceMinor: 300_000,
  }),
  aProduct({
    sku: 'PAN-28',
    name: { ru: 'Сковорода блинная «Ёлка» 28 см', en: 'Yolka pancake pan, 28 cm' },
    priceMinor: 150_000,
    stock: 0,
  }),
  aProduct({
    sku: 'CHAIR-1',
    category: 'garden',
    brand: 'FÄRGRIK',
    name: { ru: 'Стул садовый складной', en: 'Folding garden chair' },
    description: { ru: 'Для дачи и балкона.', en: 'For the terrace.' },
    priceMinor: 399_000,
    stock: 3,
  }),
  aProduct({
    sku: 'CHAIR-2',
    category: 'garden',
    otherCategories: ['kitchen'],
    brand: 'FÄRGRIK',
    name: { ru: 'Стулья кухонные, 2 шт.', en: 'Kitchen chairs, set of 2' },
    attributes: [{ key: 'material', value: { ru: 'дуб', en: 'oak' } }],
    priceMinor: 799_000,
  }),
  aProduct({ sku: 'HIDDEN', name: { ru: 'Сковорода тайная', en: 'Secret skillet' }, published: false }),
]

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await stockShelf(db.admin, shelf)
})
afterAll(() => db.drop())

const skus = (page: { items: { sku: string }[] }) => page.items.map(({ sku }) => sku)

describe.each(engines)('search by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  const find = async (query: Parameters<typeof search>[0]) => {
    const page = await search(query)
    expect(page.engine).toBe(engine)
    return page
  }

  it.skipIf(isMissing)('finds by words in both languages, whatever their form, marks and case', async () => {
    for (const [q, expected] of [
      ['сковородка чугунная', ['PAN-26']],
      ['елка', ['PAN-28']],
      ['ЁЛКА', ['PAN-28']],
      ['fargrik', ['CHAIR-1', 'CHAIR-2']],
      ['chair', ['CHAIR-1', 'CHAIR-2']],
      ['стулья', ['CHAIR-1', 'CHAIR-2']],
      ['skillets', ['PAN-26']],
      ['сковорода варника', ['PAN-26']],
      ['сад стул', ['CHAIR-1', 'CHAIR-2']],
      ['дуб', ['CHAIR-2']],
    ] as const)
      expect([q, skus(await find({ q })).sort()]).toEqual([q, [...expected]])
  })

  it.skipIf(isMissing)('finds by a beginning, an article number, and despite a typo', async () => {
    for (const [q, expected] of [
      ['сково', ['PAN-26', 'PAN-28']],
      ['pan-28', ['PAN-28']],
      ['скаворода', ['PAN-26', 'PAN-28']],
    ] as const)
      expect([q, skus(await find({ q }))]).toEqual([q, [...expected]])
  })

  it.skipIf(isMissing)('shows sold-out products last under every sort', async () => {
    for (const sort of ['relevance', 'price', '-price', 'new', 'name'])
      expect(skus(await find({ sort })).at(-1)).toBe('PAN-28')
  })

  it.skipIf(isMissing)('sorts', async () => {
    expect(skus(await find({ sort: 'price', inStock: true }))).toEqual(['PAN-26', 'CHAIR-1', 'CHAIR-2'])
    expect(skus(await find({ sort: '-price', inStock: true }))).toEqual(['CHAIR-2', 'CHAIR-1', 'PAN-26'])
    expect(skus(await find({ sort: 'name', lang: 'ru', inStock: true }))).toEqual(['PAN-26', 'CHAIR-1', 'CHAIR-2'])
    expect(skus(await find({ sort: 'name', lang: 'en', inStock: true }))).toEqual(['CHAIR-1', 'CHAIR-2', 'PAN-26'])
  })

  it.skipIf(isMissing)('filters, and counts each facet without its own filter', async () => {
    const page = await find({ category: 'kitchen', brand: ['varnika', 'fargrik'], maxPrice: 300_000 })
    expect(skus(page)).toEqual(['PAN-26'])
    expect(page.total).toBe(1)
    const counts = (list: { count: number; path?: string; slug?: string }[]) =>
      Object.fromEntries(list.map(({ path, slug, count }) => [path ?? slug, count]))
    expect(counts(page.facets.categories)).toEqual({ kitchen: 1, 'kitchen/cookware': 1 })
    expect(counts(page.facets.brands)).toEqual({ varnika: 1 })
    expect(page.facets.price).toEqual({
      min: 250_000,
      max: 799_000,
      steps: [
        { from: 200_000, to: 500_000, count: 1 },
        { from: 500_000, to: 1_000_000, count: 1 },
      ],
    })
    const garden = await find({ category: 'garden' })
    expect(counts(garden.facets.categories)).toEqual({ garden: 2, kitchen: 3, 'kitchen/cookware': 2 })
    expect(garden.facets.brands).toEqual([{ slug: 'fargrik', name: 'FÄRGRIK', count: 2 }])
  })

  it.skipIf(isMissing)('answers hits as the shop shows them', async () => {
    const { items } = await find({ q: 'pan-26' })
    expect(items).toEqual([
      {
        id: expect.any(String),
        slug: expect.stringMatching(/^zhar-cast-iron-skillet-26-cm-pan-26-/),
        sku: 'PAN-26',
        name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' },
        priceMinor: 250_000,
        oldPriceMinor: 300_000,
        currency: 'RUB',
        image: null,
        availability: 'enough',
        // That it measures 26 cm is no part of its number.
        highlights: { ru: [], en: [] },
      },
    ])
  })

  it.skipIf(isMissing)('pages without a hit twice or missed, under every sort', async () => {
    for (const sort of ['relevance', 'price', '-price', 'new', 'name'])
      for (const q of ['', 'сковорода']) {
        const pages = await allPages({ q, sort, limit: 1 })
        const whole = await find({ q, sort })
        expect(pages.flatMap(skus)).toEqual(skus(whole))
        expect(pages).toHaveLength(whole.total)
      }
  })

  it.skipIf(isMissing)('shows no hit by relevance twice or never, whatever is written between two pages', async () => {
    const lamp = (n: number, published = true) =>
      aProduct({ sku: `LAMP-${n}`, name: { ru: 'Светильник уличный', en: 'Street light' }, published })
    const settled = () => (engine === 'opensearch' ? catchUp() : undefined)
    const lamps = Array.from({ length: 9 }, (_, n) => lamp(n))
    await stockShelf(db.admin, lamps)
    await settled()
    const seen: string[] = []
    for (let [page, cursor] = [0, '']; page < 20; page += 1) {
      const found = await find({ q: 'светильник уличный', limit: 2, ...(cursor && { cursor }) })
      seen.push(...skus(found))
      if (found.nextCursor === null) break
      cursor = found.nextCursor
      // The words become commoner, so all points change; and one that was shown goes.
      const goes = skus(found)[0] ?? ''
      if (page < 3) await stockShelf(db.admin, [lamp(100 + page), aProduct({ ...lamp(0, false), sku: goes })])
      await settled()
    }
    expect(seen.filter((sku, at) => seen.indexOf(sku) !== at)).toEqual([])
    expect(seen).toEqual(expect.arrayContaining(lamps.map(({ sku }) => sku)))
    await stockShelf(
      db.admin,
      seen.map((sku) => aProduct({ ...lamp(0, false), sku })),
    )
    await settled()
  })

  it.skipIf(isMissing)('answers any query with a page or with what is wrong with it', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('\0', '\ud800', "' or 1=1 --", '"(*)~^:', 'a'.repeat(199), '½ ² ﬁ', 'é'.normalize('NFD')),
    )
    const odd = fc.option(text, { nil: undefined })
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          q: text,
          sort: fc.constantFrom('relevance', 'name'),
          brand: odd,
          category: odd,
          minPrice: odd,
          limit: odd,
        }),
        async (query) => {
          const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
          const { status, body } = await get<{ engine: string }>('/api/search', Object.fromEntries(given))
          expect([200, 400]).toContain(status)
          if (status === 200) expect(body.engine).toBe(engine)
        },
      ),
      { numRuns: 150 },
    )
  })

  it.skipIf(isMissing)('answers an empty page for punctuation, emoji and words nobody has', async () => {
    for (const q of ['!!!', '🪑', '"', '\\', 'AND OR NOT', '*:*', 'name:(', 'щщщщщщ'])
      expect([q, (await find({ q })).total]).toEqual([q, 0])
  })
})

describe('search', () => {
  it('refuses what it can’t understand, naming the field', async () => {
    const fieldsOf = async (query: Record<string, string>) => {
      const { status, body } = await get('/api/search', query)
      return [status, body.errors?.map(({ field }) => field)]
    }
    expect(await fieldsOf({ sort: 'cheapest' })).toEqual([400, ['sort']])
    expect(await fieldsOf({ cursor: 'nonsense' })).toEqual([400, ['cursor']])
    expect(await fieldsOf({ limit: '51' })).toEqual([400, ['limit']])
    expect(await fieldsOf({ minPrice: '-1' })).toEqual([400, ['minPrice']])
    expect(await fieldsOf({ minPrice: '200', maxPrice: '100' })).toEqual([400, ['maxPrice']])
    expect(await fieldsOf({ category: '../etc' })).toEqual([400, ['category']])
    expect(await fieldsOf({ brand: 'a b' })).toEqual([400, ['brand.0']])
    expect(await fieldsOf({ q: 'x'.repeat(10_000) })).toEqual([400, ['q']])
    expect(await fieldsOf({ lang: 'de' })).toEqual([400, ['lang']])
  })

  it('shows what is called just as typed first, however much more has the words', async () => {
    process.env.SEARCH_COUNTED = '3'
    const stools = Array.from({ length: 6 }, (_, n) =>
      aProduct({ sku: `STOOL-${n}`, name: { ru: `Табурет белый № ${n}`, en: `White stool no. ${n}` } }),
    )
    const called = aProduct({ sku: 'STOOL-6', name: { ru: 'Табурет', en: 'A stool' } })
    const numbered = aProduct({ sku: 'Табурет-Белый', name: { ru: 'Белый табурет', en: 'White stool' } })
    await stockShelf(db.admin, [...stools, called, numbered])
    expect(skus(await search({ q: 'ТАБУРЕТ', inStock: true }))[0]).toBe('STOOL-6')
    expect(skus(await search({ q: 'табурет-белый', inStock: true }))[0]).toBe('Табурет-Белый')
    delete process.env.SEARCH_COUNTED
    await stockShelf(
      db.admin,
      [...stools, called, numbered].map((one) => ({ ...one, published: false })),
    )
  })

  it('refuses a cursor of another search, or one that was tampered with', async () => {
    const { nextCursor } = await search({ limit: 1, sort: 'price' })
    expect((await get('/api/search', { limit: 1, sort: 'name', cursor: nextCursor ?? '' })).status).toBe(400)
    const [version, digest, engine, offset, , stage] = JSON.parse(
      Buffer.from(nextCursor ?? '', 'base64url').toString(),
    ) as unknown[]
    const id = '01a204c5-1ef3-7ab7-a489-c3c56cece9c2'
    for (const keys of [
      [],
      [0, 'cheap', id],
      [0, 1e300, id],
      [0, 1, "'; drop table product"],
      [2, 1, id],
      [0, null, id],
    ]) {
      const cursor = Buffer.from(JSON.stringify([version, digest, engine, offset, keys, stage])).toString('base64url')
      expect((await get('/api/search', { limit: 1, sort: 'price', cursor })).status).toBe(400)
    }
    const ofNobody = Buffer.from(JSON.stringify([version, digest, 'x', offset, [0, 1, id], stage])).toString(
      'base64url',
    )
    expect((await get('/api/search', { limit: 1, sort: 'price', cursor: ofNobody })).status).toBe(400)
  })

  it('looks no further than positions go, whatever a cursor says', async () => {
    const far = 9_999_999
    for (const [query, by] of [
      [{ q: 'сковорода' }, 'opensearch'],
      [{ sort: 'name' }, 'opensearch'],
      [{ sort: 'price' }, 'opensearch'],
    ] as const) {
      const { nextCursor } = await search({ ...query, limit: 1 })
      const [place = ''] = (nextCursor ?? '').split('.')
      const parts = JSON.parse(Buffer.from(place, 'base64url').toString()) as unknown[]
      const cursor = Buffer.from(JSON.stringify(parts.slice(0, 6).with(2, by).with(3, far))).toString('base64url')
      const offsets: number[] = []
      const statements = await statementsOf(async () => {
        const { items } = await search({ ...query, limit: 1, cursor })
        // A price or a name is told by what it is; by relevance the list begins anew.
        expect(items).toHaveLength(1)
      })
      for (const { values } of statements) offsets.push(...values.filter((value) => typeof value === 'number'))
      expect(offsets.filter((value) => Math.abs(value - far) < 1_000)).toEqual([])
    }
  })
})

describe('search when the engine is away', () => {
  let index: ReturnType<typeof ownIndex> | undefined
  let silent: Server | undefined
  afterEach(async () => {
    vi.useRealTimers()
    silent?.close()
    delete process.env.OPENSEARCH_URL
    delete process.env.OPENSEARCH_TIMEOUT_MS
    await index?.drop()
    index = undefined
  })

  it.skipIf(openSearchUrl === '')('goes on from the cursor the engine gave', async () => {
    index = ownIndex()
    await catchUp()
    const first = await search({ limit: 2, sort: 'price' })
    expect(first.engine).toBe('opensearch')
    process.env.OPENSEARCH_URL = 'http://127.0.0.1:9'
    const second = await search({ limit: 2, sort: 'price', cursor: first.nextCursor ?? '' })
    expect(second.engine).toBe('postgres')
    expect([...skus(first), ...skus(second)]).toEqual(['PAN-26', 'CHAIR-1', 'CHAIR-2', 'PAN-28'])
  })

  it('answers from PostgreSQL within the time limit, and stops waiting after three failures', async () => {
    let asked = 0
    // Takes connections and never answers.
    silent = createServer(() => {
      asked += 1
    })
    const listening = silent
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const { port } = listening.address() as { port: number }
    process.env.OPENSEARCH_URL = `http://127.0.0.1:${port}`
    process.env.OPENSEARCH_TIMEOUT_MS = '200'
    // Each ends, though no answer ever comes.
    for (let time = 0; time < 10; time += 1) expect((await search({ q: 'стул' })).engine).toBe('postgres')
    expect(asked).toBeGreaterThanOrEqual(1)
    expect(asked).toBeLessThanOrEqual(3)
  })

  it.skipIf(openSearchUrl === '')('asks the engine every time again once it has answered a probe', async () => {
    index = ownIndex()
    await catchUp()
    process.env.OPENSEARCH_URL = 'http://127.0.0.1:9'
    for (let time = 0; time < 4; time += 1) expect((await search({ q: 'стул' })).engine).toBe('postgres')
    process.env.OPENSEARCH_URL = openSearchUrl
    // Ten seconds later, a probe is sent.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_500 })
    for (let time = 0; time < 5; time += 1) expect((await search({ q: 'стул' })).engine).toBe('opensearch')
  })
})
