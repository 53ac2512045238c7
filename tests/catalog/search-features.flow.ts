import { closeDatabase, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headOf } from '../../functions/catalog/domain/query/head.ts'
import { measuresIn } from '../../functions/catalog/domain/query/measures.ts'
import { modelsIn } from '../../functions/catalog/domain/query/models.ts'
import { foldText, plainWords } from '../../functions/catalog/domain/query/plain.ts'
import { soundOf } from '../../functions/catalog/domain/query/sound.ts'
import { valueForm } from '../../functions/catalog/domain/query/value-form.ts'
import { handler as seed } from '../../functions/catalog/handlers/seed.ts'
import { forgetSearchSettings } from '../../functions/catalog/search/settings.ts'
import { findCategories } from '../../functions/catalog/store/categories.ts'
import { moveCategory } from '../../functions/catalog/store/category-edits.ts'
import { addAttributes, addBrands, addCategories } from '../../functions/catalog/store/dictionaries.ts'
import { addFollowUp, followUp } from '../../functions/catalog/store/follow-ups.ts'
import { upsertProducts } from '../../functions/catalog/store/upsert-products.ts'
import type { SearchPage, Suggestions } from '../../functions/catalog/views.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, engines, openSearchUrl, ownIndex, withEngine } from './support/index.ts'
import { aProduct } from './support/shelf.ts'
import { allPages, get, search } from './support/shop.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await seed({}, lambdaContext())
})
afterAll(() => db.drop())

const names = ({ items }: { items: { name: { ru: string } }[] }) => items.map(({ name }) => name.ru)

const said = ({ value }: { value: boolean | { en: string } }) => (typeof value === 'boolean' ? String(value) : value.en)

/** What both engines have to answer alike; the order by relevance is each engine's own. */
const alike = ({ total, items, facets, match, didYouMean }: SearchPage) => ({
  total,
  match,
  didYouMean,
  skus: items.map(({ sku }) => sku).sort(),
  facets: {
    ...facets,
    categories: [...facets.categories].sort((a, b) => (a.path < b.path ? -1 : 1)),
    brands: [...facets.brands].sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    attributes: facets.attributes.map((one) => ({
      ...one,
      values: [...one.values].sort((a, b) => (said(a) < said(b) ? -1 : 1)),
    })),
  },
})

const parity: Record<string, string | string[]>[] = [
  {},
  { q: 'чайник' },
  { q: 'скаворода' },
  { q: 'crjdjhjlf' },
  { q: 'skovoroda' },
  { q: 'наушники zvonko' },
  { q: 'смартфон 128gb' },
  { q: 'стол', discount: 'true' },
  { category: 'kitchen', attr: 'material:чугун' },
  { category: 'kitchen/cookware', attr: ['diameter:24..26', 'induction:true'] },
  { category: 'furniture', attr: ['width:..100', 'material:oak'], inStock: 'true' },
  { category: 'kitchen', brand: ['varnika', 'ostrik'], minPrice: '100000' },
  { q: 'абракадабра' },
]

describe.each(engines)('search by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  const find = async (query: Parameters<typeof search>[0]) => {
    const page = await search({ limit: 50, ...query })
    expect(page.engine).toBe(engine)
    return page
  }

  it.skipIf(isMissing).each([
    ['in the wrong layout', 'yjen,er', 'Ноутбук', 'ноутбук'],
    ['in the wrong layout, other way', 'ызщецфк', undefined, null],
    ['with typing errors', 'мультеварка', 'Мультиварка', 'мультиварка'],
    ['in Latin letters', 'naushniki', 'Наушники', null],
    ['as one word', 'powerbank', 'Внешний аккумулятор', null],
    ['with a unit in Latin', 'смартфон 128gb', 'Смартфон', null],
    ['in another unit', 'чайник 1700 мл', 'Чайник электрический «Ключ»', null],
  ])('finds what is typed %s: %s', async (_, q, expected, meant) => {
    const page = await find({ q })
    if (expected === undefined) expect(page.total).toBe(0)
    else expect(page.items[0]?.name.ru).toContain(expected)
    expect(page.didYouMean).toBe(meant)
  })

  it.skipIf(isMissing)('shows first what the thing is, not what it is for', async () => {
    expect(names(await find({ q: 'стол' }))[0]).toMatch(/^Стол /)
    expect(names(await find({ q: 'ноутбук' })).slice(0, 2)).toEqual([
      expect.stringMatching(/^Ноутбук/),
      expect.stringMatching(/^Ноутбук/),
    ])
  })

  it.skipIf(isMissing)('says so when only some of the words were found', async () => {
    const page = await find({ q: 'чайник абракадабра' })
    expect(page.match).toBe('some')
    expect(names(page).every((name) => /чайник/i.test(name))).toBe(true)
    expect((await find({ q: 'KB-0001 абракадабра' })).items.map(({ sku }) => sku)).toEqual(['KB-0001'])
  })

  it.skipIf(isMissing)('filters by attributes, any of the values of one and each of several', async () => {
    const material = (page: SearchPage) => page.facets.attributes.find(({ key }) => key === 'material')
    const all = await find({ category: 'kitchen/cookware' })
    const iron = await find({ category: 'kitchen/cookware', attr: 'material:чугун' })
    expect(iron.total).toBe(3)
    expect((await find({ category: 'kitchen/cookware', attr: 'material:Cast Iron' })).total).toBe(3)
    // Counted without its own filter.
    expect(material(iron)?.values).toEqual(material(all)?.values)
    const both = await find({ category: 'kitchen/cookware', attr: ['material:чугун', 'material:медь'] })
    expect(both.total).toBe(4)
    const wide = await find({ category: 'kitchen/cookware', attr: ['material:чугун', 'diameter:27..'] })
    expect(wide.items.every(({ name }) => /Жар|Плов/.test(name.ru))).toBe(true)
    expect(wide.total).toBeLessThan(3)
    expect(wide.facets.attributes.find(({ key }) => key === 'diameter')).toMatchObject({
      type: 'number',
      unit: 'cm',
      min: 26,
    })
    expect((await find({ attr: 'induction:true', discount: 'true' })).items.every((hit) => hit.oldPriceMinor)).toBe(
      true,
    )
  })

  it.skipIf(isMissing)(
    'filters by every text that a facet shows, in either language, to as many as it counted',
    async () => {
      const searches: Record<string, string>[] = [
        { q: 'KB-0156' },
        { q: 'KB-0157' },
        { q: 'KB-0165' },
        { category: 'kitchen/cookware' },
      ]
      for (const asked of searches) {
        const { facets } = await find(asked)
        const texts = facets.attributes.flatMap(({ key, values }) =>
          values.flatMap(({ value, count }) =>
            typeof value === 'boolean' ? [] : [value.ru, value.en].map((text) => ({ attr: `${key}:${text}`, count })),
          ),
        )
        expect(texts.length).toBeGreaterThan(0)
        for (const { attr, count } of texts)
          expect([attr, (await find({ ...asked, attr })).total]).toEqual([attr, count])
      }
      // As a keyboard has it.
      expect((await find({ attr: 'size:48-52' })).total).toBeGreaterThan(0)
    },
  )

  it.skipIf(isMissing)('walks through everything under filters, each once', async () => {
    const pages = await allPages({ category: 'furniture', attr: 'width:..200', sort: 'price', limit: 5 })
    const ids = pages.flatMap(({ items }) => items.map(({ id }) => id))
    expect(new Set(ids).size).toBe(pages[0]?.total)
    expect(ids).toHaveLength(pages[0]?.total ?? 0)
  })

  it.skipIf(isMissing)('suggests queries, products that can be had, and categories', async () => {
    const suggest = async (q: string, lang = 'ru') => (await get<Suggestions>('/api/suggest', { q, lang })).body
    const some = await suggest('рюкз')
    expect(
      some.products.slice(0, 4).every(({ name, availability }) => /рюкзак/i.test(name.ru) && availability !== 'none'),
    ).toBe(true)
    expect(some.products).toHaveLength(5)
    // They have prices, and say what can be had.
    expect((await get('/api/suggest', { q: 'рюкз' })).headers['cache-control']).toBe('public, max-age=2')
    expect(some.queries.every((query) => query.startsWith('рюкзак'))).toBe(true)
    expect(some.categories.map(({ path }) => path)).toContain('travel/backpacks')
    expect((await suggest('h.rpf')).products[0]?.name.ru).toMatch(/^Рюкзак/)
    expect((await suggest('чайнек')).products[0]?.name.ru).toMatch(/^Чайник/)
    expect(await suggest('!!!')).toEqual({ queries: [], products: [], categories: [] })
    expect(await suggest('')).toEqual({ queries: [], products: [], categories: [] })
  })
})

describe('search', () => {
  it('refuses an attribute that there is not, and what is no value of one, naming it', async () => {
    const wrong = async (attr: string | string[]) => {
      const { status, body } = await get('/api/search', { attr })
      return [status, body.errors?.map(({ field }) => field)]
    }
    expect(await wrong('nonsense:1')).toEqual([400, ['attr.0']])
    expect(await wrong(['material:чугун', 'width:wide'])).toEqual([400, ['attr.1']])
    expect(await wrong('width:80..60')).toEqual([400, ['attr.0']])
    expect(await wrong('induction:perhaps')).toEqual([400, ['attr.0']])
    expect(await wrong('material')).toEqual([400, ['attr.0']])
  })

  it.skipIf(openSearchUrl === '')('finds and counts the same in both engines', async () => {
    const here: SearchPage[] = []
    for (const query of parity) here.push(await search({ limit: 50, ...query }))
    const index = ownIndex()
    try {
      await catchUp()
      for (const [at, query] of parity.entries()) {
        const there = await search({ limit: 50, ...query })
        expect([here[at]?.engine, there.engine]).toEqual(['postgres', 'opensearch'])
        expect(alike(there), JSON.stringify(query)).toEqual(here[at] && alike(here[at]))
      }
    } finally {
      await index.drop()
    }
  })

  it('compares values in one form: SQL writes signs as TypeScript does', async () => {
    const signs = [...'‐‑‒–—―−×÷⁄∕±‘’‚‛“”„‟′«»‹›©®№½Ёй', '48–52', '2560 × 1440', 'Cast Iron', 'FÄRGRIK', 'A++', '27″']
    const { rows } = await db.admin.query<{ folded: string }>(
      'select catalog.fold(text) as folded from unnest($1::text[]) with ordinality as given (text, place) order by place',
      [signs],
    )
    expect(rows.map(({ folded }) => folded)).toEqual(signs.map(valueForm))
  })

  it('understands texts in SQL as it does in TypeScript', async () => {
    const { rows } = await db.admin.query<{ name: string }>(
      'select name_ru as name from catalog.product union all select name_en from catalog.product',
    )
    const sample = fc.sample(
      fc.string({ unit: fc.constantFrom(...'абвёйщьcшxkphqwyzss19,. ×х-кгсм"'), maxLength: 25 }),
      400,
    )
    const numbers = fc.sample(
      fc
        .array(
          fc.constantFrom(
            ...['1', '18', '1 700', '1,7', '3/4', '1 1/2', '½', '8/16', '3-х', '2nd', '2в1', '6персон', '27"', "55''"],
            ...[
              'л',
              'литра',
              '-литровый',
              'inches',
              'litres',
              'в',
              'V',
              'мА·ч',
              'mA h',
              'а ч',
              'ГБ',
              'ватт',
              '-',
              ' ',
              '/',
            ],
            ...[
              "children's",
              'L’Oréal',
              'нерж.сталь',
              'iPhone',
              'pro',
              'диван',
              'местный',
              'for',
              'с',
              'yo',
              'jo',
              'чо',
              ',',
            ],
          ),
          { minLength: 1, maxLength: 7 },
        )
        .map((parts) => parts.join(fc.sample(fc.constantFrom(' ', ''), 1)[0])),
      600,
    )
    const written = ['120 × 60 см', '8 / 128 ГБ', '20 000 мА·ч', '1,7л', '1½ л', 'люстра', 'жёлтый', 'щётка', 'чорный']
    const fractions = ['1/2 × 3/4 дюйма', '1/2.5 м', '1/2 3/4 мм', '1 250 3/4 л', '1/2*'.repeat(75), '1/2-'.repeat(75)]
    const texts = [...rows.map(({ name }) => name), ...sample, ...numbers, ...written, ...fractions]
    await db.admin.query('set search_path = catalog, extensions')
    const { rows: inSql } = await db.admin.query<{
      measures: string[]
      models: string[]
      head: string | null
      sounds: (string | null)[]
      words: string[]
    }>(
      `select array(select distinct unnest(catalog.measures_in(folded)) order by 1) as measures,
              array(select unnest(catalog.models_in(folded)) collate "C" order by 1) as models, catalog.head_of(folded) as head,
              array(select catalog.sound(word) from unnest(catalog.words_in(folded)) as word) as sounds,
              catalog.words_in(catalog.plain_text(folded)) as words
         from unnest($1::text[]) with ordinality as given (text, place), lateral (select catalog.fold(catalog.part_fractions(text)) as folded) as f order by place`,
      [texts],
    )
    for (const [at, text] of texts.entries()) {
      const words = foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
      expect([text, inSql[at]]).toEqual([
        text,
        {
          measures: measuresIn(foldText(text)).sort(),
          models: modelsIn(foldText(text)).sort(),
          head: headOf(foldText(text)),
          sounds: words.map((word) => soundOf(word) ?? null),
          words: plainWords(text),
        },
      ])
    }
  })
})

describe.each(engines)('in a category of many attributes, search by %s', (engine) => {
  const { isMissing } = withEngine(engine)
  const common = Array.from({ length: 35 }, (_, at) => `common_${at}`)
  const text = (value: string) => ({ ru: value, en: value })
  const named = (value: string) => text(`Facets ${value}`)

  beforeAll(async () => {
    if (isMissing) return
    await transaction(async (tx) => {
      await addCategories(tx, [{ path: 'odd', name: named('before'), position: 99 }])
      await addBrands(tx, [{ slug: 'odd', name: 'Before' }])
      await addAttributes(
        tx,
        ['rare', ...common].map((key) => ({ key, name: text(key), type: 'text' as const, unit: null })),
      )
      const products = Array.from({ length: 20 }, (_, at) =>
        aProduct({
          sku: `ODD-${at}`,
          category: 'odd',
          brand: 'odd',
          attributes: [
            ...common.map((key) => ({ key, value: text(`${key} of ${at}`) })),
            ...(at === 0 ? [{ key: 'rare', value: text('only here') }] : []),
          ],
        }),
      )
      await upsertProducts(tx, products, { stock: 'set', reference: 'test', correlationId: newId() })
    })
    await db.admin.query(
      `insert into catalog.category_facet (category_id, attribute_key, shown, position)
       select id, key, true, place from catalog.category, unnest(array['rare', 'common_34']) with ordinality as one (key, place)
        where path = 'odd' on conflict do nothing`,
    )
    forgetSearchSettings()
    if (engine === 'opensearch') await catchUp()
  })

  const find = async (query: Parameters<typeof search>[0]) => {
    const page = await search({ limit: 50, category: 'odd', ...query })
    expect(page.engine).toBe(engine)
    return page
  }

  it.skipIf(isMissing)('shows the facets that operators set, however many others are commoner', async () => {
    const counted = async (query: Parameters<typeof search>[0]) =>
      (await find(query)).facets.attributes.map(({ key, count, values }) => [key, count, values.length])
    expect(await counted({})).toEqual([
      ['rare', 1, 1],
      ['common_34', 20, 20],
    ])
    // An attribute that filters is counted without its own filter.
    expect(await counted({ attr: 'common_34:common_34 of 0' })).toEqual([
      ['rare', 1, 1],
      ['common_34', 20, 20],
    ])
    expect((await find({ attr: 'rare:only here' })).total).toBe(1)
  })

  it.skipIf(isMissing)('names a category and a brand once while products follow their new names', async () => {
    // The first product has followed, the others have yet to.
    await db.admin.query(
      `set search_path to catalog, extensions;
       update category set name_ru = 'Facets ${engine}', name_en = 'Facets ${engine}' where path = 'odd';
       update brand set name = '${engine}' where slug = 'odd';
       select index_products(array(select id from product where sku = 'ODD-0'))`,
    )
    forgetSearchSettings()
    if (engine === 'opensearch') await catchUp()
    const { facets } = await find({})
    expect(facets.categories.filter(({ path }) => path === 'odd')).toEqual([
      { path: 'odd', name: named(engine), count: 20 },
    ])
    expect(facets.brands).toEqual([{ slug: 'odd', name: engine, count: 20 }])
  })

  it.skipIf(isMissing)(
    'finds all of a category that moved, by each of its paths, before its products follow',
    async () => {
      const to = `attic/odd-${engine}`
      const move = async (from: string, path: string) => {
        await transaction(async (tx) => {
          await addCategories(tx, [{ path: 'attic', name: named('attic'), position: 98 }])
          await moveCategory(tx, from, path)
          await addFollowUp(tx, 'moved', from)
        })
        forgetSearchSettings()
      }
      const settled = () => (engine === 'opensearch' ? catchUp() : undefined)
      await move('odd', to)
      // One is written anew meanwhile, for another reason.
      await db.admin.query(`set search_path to catalog, extensions;
      select index_products(array(select id from product where sku = 'ODD-0'))`)
      await settled()
      for (const follow of [false, true]) {
        if (follow) {
          expect(await followUp(Date.now() + 60_000)).toBe(true)
          await settled()
        }
        for (const category of ['odd', to, 'attic']) {
          const { total, facets } = await find({ category })
          expect([category, total]).toEqual([category, 20])
          const odd = facets.categories.filter(({ path }) => path.includes('odd'))
          expect(odd).toEqual([{ path: to, name: named(engine), count: 20 }])
        }
        for (const category of ['odd', to])
          expect((await find({ category })).facets.attributes.map(({ key }) => key)).toEqual(['rare', 'common_34'])
        const pages = await allPages({ category: 'odd', limit: 7 })
        expect(new Set(pages.flatMap(({ items }) => items.map(({ sku }) => sku))).size).toBe(20)
        expect((await find({ category: 'odd/never' })).total).toBe(0)
        expect((await findCategories()).find(({ path }) => path === to)?.count).toBe(20)
      }
      await move(to, 'odd')
      await followUp(Date.now() + 60_000)
      await settled()
    },
  )
})

it.skipIf(openSearchUrl === '')('filters by attributes in a process that has never met PostgreSQL', async () => {
  const index = ownIndex()
  const { DATABASE_PORT } = process.env
  try {
    await catchUp()
    await closeDatabase()
    process.env.DATABASE_PORT = '9'
    forgetSearchSettings()
    const total = async (attr: string) => {
      const page = await search({ category: 'kitchen/cookware', attr })
      expect(page.engine).toBe('opensearch')
      return page.total
    }
    expect(await total('material:чугун')).toBe(3)
    expect(await total('diameter:26..26')).toBeGreaterThan(0)
    expect(await total('diameter:26..26')).toBe(await total('diameter:26'))
    expect(await total('induction:true')).toBeGreaterThan(0)
    expect(await total('nonsense:1')).toBe(0)
  } finally {
    await closeDatabase()
    process.env.DATABASE_PORT = DATABASE_PORT
    forgetSearchSettings()
    await index.drop()
  }
})
