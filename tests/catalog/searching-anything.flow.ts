import { transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { postgresEngine } from '../../functions/catalog/search/postgres-engine.ts'
import { addAttributes, addCategories } from '../../functions/catalog/store/dictionaries.ts'
import { upsertProducts } from '../../functions/catalog/store/upsert-products.ts'
import type { SearchPage } from '../../functions/catalog/views.ts'
import { loadGenerated } from '../bench/scale/catalog/load.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { engines, withEngine } from './support/index.ts'
import { aProduct } from './support/shelf.ts'
import { allPages, get, search } from './support/shop.ts'

let db: ServiceDatabase

/** Texts of an attribute, told apart by their beginnings: signs that are written otherwise once they are folded, and any other. */
const oddValues = [
  '48–52',
  '2560 × 1440',
  '№ 5 «Ёлка»',
  '½ ′ ″ © ® ™ ℃ ÷ ±',
  'Ŀ ŉ İ ı ẞ ß ﬁ Ǆ ǅ ῼ Ά Σς 〈〉《》、。',
  ' дуб ',
  ...fc
    .sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), 20)
    .map((text) => text.normalize('NFC').replaceAll(/\p{C}/gu, '')),
].map((text, at) => `${String.fromCodePoint(0x61 + at)}${text}`)

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await loadGenerated(db.admin, 1, 60)
  await transaction(async (tx) => {
    await addCategories(tx, [{ path: 'odd', name: { ru: 'Odd', en: 'Odd' }, position: 99 }])
    await addAttributes(tx, [{ key: 'odd', name: { ru: 'odd', en: 'odd' }, type: 'text', unit: null }])
    const products = oddValues.map((value, at) =>
      aProduct({
        category: 'odd',
        name: { ru: `${'漢'.repeat(297)}${at}`, en: 'x' },
        attributes: [{ key: 'odd', value: { ru: value, en: `${at} ${value}` } }],
      }),
    )
    await upsertProducts(tx, products, { stock: 'set', reference: 'test', correlationId: newId() })
  })
})
afterAll(() => db.drop())

/** What was taken for words that PostgreSQL can't look for: marks alone, and a sign that is six letters. */
const awkwardWords = ['\u0301\u0301', '㌖'.repeat(114), '1㌖'.repeat(66), 'стул ❤️']

/** What engines choke on, or take for something else than a word. */
const awkward = fc.constantFrom(
  '120x60x75 см',
  'kb-0001*',
  '"a b" -c',
  'name:(',
  'a AND NOT b OR',
  '[1 TO *]',
  '1e9999 кг',
  '99999999999999999999 м',
  "'; drop table product; --",
  '\\',
  "\\'",
  ':*',
  '!стол & (лампа | стул) <-> дом',
  '~^"',
  '/.*/',
  '%_%',
  '\u0000стол',
  '\ud800',
  '\u202eстол',
  'стол\u0301\u0301\u0301',
  '🪑 стул',
  '👩‍👩‍👧‍👦',
  '!!!',
  '. , ; —',
  'ё'.repeat(200),
  'а б в г д е ж з и к л м н о п р с т у ф',
  '１２３ ㎝',
  'ﬀﬁ ß Æ',
  '{"match_all":{}}',
  ...awkwardWords,
)
const text = fc.oneof(
  awkward,
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(awkward, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(' ')),
  fc.constantFrom('стол', 'складной', 'G1-0000001', 'cnjk', 'stol', '80 см'),
)
const money = fc.oneof(fc.constantFrom('-1', '0', '100000', '1e3', '99999999999', '100000000000', 'NaN', ' 5'), text)
const attribute = fc.oneof(
  text,
  fc.constantFrom(
    'width:1..2',
    'width:2..1',
    'width:..',
    'width:x',
    'width:1e99',
    'width:-999999999999..999999999999',
    'nope:1',
    'material:',
    'material:.*',
    'material:сталь',
    'assembled:maybe',
    'assembled:true',
  ),
)
const slugs = fc.oneof(fc.constantFrom('furniture', 'sport/mats', '../etc', 'a//b', 'kakaka'), text)
const flag = fc.oneof(fc.constantFrom('true', 'false', '1', ''), text)
const odd = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })

const request = fc.record({
  q: odd(text),
  category: odd(slugs),
  brand: odd(fc.oneof(slugs, fc.array(slugs, { maxLength: 40 }))),
  minPrice: odd(money),
  maxPrice: odd(money),
  inStock: odd(flag),
  discount: odd(flag),
  attr: odd(fc.oneof(attribute, fc.array(attribute, { maxLength: 40 }))),
  sort: odd(fc.oneof(fc.constantFrom('price', '-price', 'new', 'name', 'relevance', 'best'), text)),
  cursor: odd(text),
  limit: odd(fc.constantFrom('0', '1', '50', '51', '-1', '1.5', 'x', '')),
  lang: odd(fc.constantFrom('ru', 'en', 'de', '')),
})

// Of an engine nothing may be seen in an answer: neither its name nor what it says of a statement.
const fromWithin = /opensearch|lucene|shard|parsing_exception|postgres|tsquery|sqlstate|syntax error|invalid input|pg_/i

const given = (query: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  )

describe.each(engines)('whatever is asked of search by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  /** Answers a page if it was one, or nothing if what was wrong is named. */
  const answered = async (path: string, query: Record<string, string | string[]>): Promise<SearchPage | undefined> => {
    const { status, body } = await get(path, query)
    expect([200, 400]).toContain(status)
    if (status === 200) return body as unknown as SearchPage
    expect(JSON.stringify(body)).not.toMatch(fromWithin)
    const named = body.errors.map(({ field }) => field.split('.')[0] ?? '')
    expect(named.length).toBeGreaterThan(0)
    // Swapped bounds are told of the upper one.
    for (const field of named) expect([...Object.keys(query), 'query', 'maxPrice']).toContain(field)
    return undefined
  }

  it.skipIf(isMissing)('is answered with a page, or with the field that is wrong', async () => {
    // Suggestions don't say who made them: with the search engine there, the other must not have been needed.
    const instead = vi.spyOn(postgresEngine, 'suggest')
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const query = given(asked)
        const page = await answered('/api/search', query)
        if (page) expect(page.engine).toBe(engine)
        const { q, lang, limit } = query
        await answered('/api/suggest', given({ q: q as string, lang: lang as string, limit: limit as string }))
        // Words alone too: most odd requests are refused before any engine sees them.
        const words = await answered('/api/search', given({ q: q as string }))
        if (words) expect(words.engine).toBe(engine)
      }),
      { numRuns: 120 },
    )
    if (engine === 'opensearch') expect(instead).not.toHaveBeenCalled()
    instead.mockRestore()
  })

  it.skipIf(isMissing)('a cursor that was tampered with leads to a page of the same search or is refused', async () => {
    const sorts = ['relevance', 'price', 'new', 'name'] as const
    const cursors = new Map<string, unknown[]>()
    for (const sort of sorts) {
      const { nextCursor } = await search({ limit: 2, sort })
      cursors.set(sort, JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString()) as unknown[])
    }
    const anything = fc.oneof(
      fc.constantFrom<unknown>(
        0,
        1,
        -1,
        2,
        0.5,
        9e15,
        1e300,
        null,
        '',
        'opensearch',
        'postgres',
        'misspelled',
        'all',
        'some',
        'x',
      ),
      fc.anything({ maxDepth: 1, maxKeys: 2 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sorts), fc.nat(5), fc.nat(2), anything, async (sort, at, key, value) => {
        const parts = structuredClone(cursors.get(sort) ?? [])
        const keys = parts[4] as unknown[]
        if (at === 4) keys[key] = value
        else parts[at] = value
        const cursor = Buffer.from(JSON.stringify(parts) ?? '').toString('base64url')
        const page = await answered('/api/search', { limit: '2', sort, cursor })
        if (page) expect(page.engine).toBe(engine)
      }),
      { numRuns: 120 },
    )
  })

  it.skipIf(isMissing)('a page past the end is empty, and too much of anything is refused by name', async () => {
    const { nextCursor } = await search({ limit: 50 })
    const last = await search({ limit: 50, cursor: nextCursor ?? '' })
    expect(last.nextCursor).toBeNull()
    const parts = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString()) as unknown[]
    parts[4] = [1, 0, 'ffffffff-ffff-7fff-bfff-ffffffffffff']
    const past = await search({ limit: 50, cursor: Buffer.from(JSON.stringify(parts)).toString('base64url') })
    expect([past.items, past.nextCursor]).toEqual([[], null])
    for (const path of ['/api/search', '/api/suggest'])
      expect(await answered(path, { q: 'стол '.repeat(2_000) })).toBeUndefined()
    expect((await search({ q: '🪑🪑🪑' })).items).toEqual([])
    expect((await search({ q: '!!! ... —' })).items).toEqual([])
  })

  it.skipIf(isMissing)('takes words that are none or have no end for what they are', async () => {
    for (const q of awkwardWords) {
      expect((await answered('/api/search', { q }))?.engine).toBe(engine)
      await answered('/api/suggest', { q })
    }
    const chairs = await search({ q: 'стол' })
    expect((await search({ q: 'стол ❤️' })).total).toBe(chairs.total)
  })

  it.skipIf(isMissing)('finds by every value that it shows, whatever its signs are', async () => {
    const { facets, total } = await search({ category: 'odd', limit: 50 })
    expect(total).toBe(oddValues.length)
    const values = facets.attributes.find(({ key }) => key === 'odd')?.values ?? []
    expect(values).toHaveLength(oddValues.length)
    for (const { value } of values) {
      if (typeof value === 'boolean') throw new Error('is a text')
      for (const text of [value.ru, value.en]) {
        const found = await search({ category: 'odd', attr: `odd:${text}` })
        expect([text, found.engine, found.total]).toEqual([text, engine, 1])
      }
    }
  })

  it.skipIf(isMissing)('pages through names as long as they may be', async () => {
    const pages = await allPages({ category: 'odd', sort: 'name', limit: 10 })
    expect(pages.flatMap(({ items }) => items)).toHaveLength(oddValues.length)
  })
})
