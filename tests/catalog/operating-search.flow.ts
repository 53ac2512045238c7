import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { handler as seed } from '../../functions/catalog/handlers/seed.ts'
import { purgeSearchQueries } from '../../functions/catalog/store/search-queries.ts'
import type { Suggestions } from '../../functions/catalog/views.ts'
import { eventually } from '../support/eventually.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { withService } from '../support/with-service.ts'
import { engines, withEngine } from './support/index.ts'
import { done, operate } from './support/operator.ts'
import { get, search } from './support/shop.ts'

const catalog = withService('catalog')

beforeAll(async () => {
  await seed({}, lambdaContext())
})

interface Group {
  id: string
  names: string[]
  revision: number
}

const oneGroup = '/api/operator/synonyms/{synonymId}'
const put = (id: string, names: readonly string[], revision?: number) =>
  done<Group>(`PUT ${oneGroup}`, { params: { synonymId: id }, body: { names }, ...(revision && { revision }) })
const groups = async () => (await done<{ synonyms: Group[] }>('GET /api/operator/synonyms')).synonyms

describe.each(engines)('synonyms in search by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  const named = async (q: string) => {
    const page = await search({ q })
    expect(page.engine).toBe(engine)
    return page.items.map(({ name }) => name.ru)
  }

  it.skipIf(isMissing)(
    'work from the next search on, in suggestions too, and end when they are taken away',
    async () => {
      expect(await named('куздра')).toEqual([])
      const id = randomUUID()
      const group = await put(id, ['Куздра', 'чайник'])
      expect((await named('куздры'))[0]).toMatch(/^Чайник/)
      const suggested = await get<Suggestions>('/api/suggest', { q: 'куздра' })
      expect(suggested.body.products[0]?.name.ru).toMatch(/^Чайник/)
      const changed = await put(id, ['Куздра', 'рюкзак'], group.revision)
      expect((await named('куздра'))[0]).toMatch(/^Рюкзак/)
      await done(`DELETE ${oneGroup}`, { params: { synonymId: id }, revision: changed.revision })
      expect(await named('куздра')).toEqual([])
    },
  )

  it.skipIf(isMissing)('that another function has written work within seconds', async () => {
    const id = randomUUID()
    await named('куздра')
    await catalog().admin.query(`insert into catalog.synonym (id, names) values ($1, '{куздра, наушники}')`, [id])
    await eventually('it is in effect', async () => /^Наушники/.test((await named('куздра'))[0] ?? ''))
    await catalog().admin.query('delete from catalog.synonym where id = $1', [id])
    await eventually('it is over', async () => (await named('куздра')).length === 0)
  })
})

describe('synonyms', () => {
  it('of the demo come with its goods, and once: what an operator deletes does not come again', async () => {
    const [first, ...rest] = await groups()
    expect(rest.length).toBeGreaterThan(20)
    await done(`DELETE ${oneGroup}`, { params: { synonymId: first?.id ?? '' }, revision: first?.revision ?? 0 })
    await seed({}, lambdaContext())
    expect(await groups()).toEqual(rest)
  })

  it('of two operators who change a group at once one wins', async () => {
    const { id, revision } = await put(randomUUID(), ['один', 'раз'])
    const answers = await Promise.all(
      ['два', 'три'].map((name) =>
        operate<Group>(`PUT ${oneGroup}`, { params: { synonymId: id }, body: { names: ['раз', name] }, revision }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const other = await operate(`PUT ${oneGroup}`, { params: { synonymId: id }, body: { names: ['раз', 'РАЗ'] } })
    expect([other.status, other.body.errors?.map(({ field }) => field)]).toEqual([400, ['names']])
  })
})

describe('searches that went wrong', () => {
  interface Kept {
    query: string
    problem: string
    searches: number
    slowestMs: number
  }
  const kept = async (query: Record<string, string> = {}) =>
    (await done<{ queries: Kept[] }>('GET /api/operator/search-queries', { query })).queries

  it('are counted by their folded words, and nothing is kept that may be somebody’s', async () => {
    await catalog().admin.query('delete from catalog.search_query')
    for (const q of ['Самокатики', 'самокатики!', 'абракадабра кракозёбра'])
      expect((await search({ q })).items).toEqual([])
    for (const q of [
      'абракадабра +7 (912) 345-67-89',
      'абракадабра 8 912 345 67 89',
      'абракадабра 4276 1234 5678 9010',
      'anna.petrova@example.org абракадабра',
      'https://example.org/абракадабра',
      'абракадабра 01020304',
    ])
      await search({ q })
    const found = await kept({ problem: 'nothing', days: '1' })
    expect(found).toEqual([
      {
        query: 'самокатики',
        problem: 'nothing',
        searches: 2,
        slowestMs: expect.any(Number),
        lastAt: expect.any(String),
      },
      {
        query: 'абракадабра кракозебра',
        problem: 'nothing',
        searches: 1,
        slowestMs: expect.any(Number),
        lastAt: expect.any(String),
      },
    ])
    const { rows } = await catalog().admin.query(
      'select column_name from information_schema.columns where table_name = $1',
      ['search_query'],
    )
    expect(rows.map(({ column_name: name }) => name).sort()).toEqual([
      'day',
      'last_at',
      'problem',
      'query',
      'searches',
      'slowest_ms',
    ])
  })

  it('are kept when they took long, though they found something', async () => {
    process.env.SLOW_SEARCH_MS = '0'
    try {
      expect((await search({ q: 'Чайники' })).total).toBeGreaterThan(0)
    } finally {
      delete process.env.SLOW_SEARCH_MS
    }
    expect(await kept({ problem: 'slow' })).toContainEqual(expect.objectContaining({ query: 'чайники', searches: 1 }))
  })

  it('that are different stay few: somebody who makes up words fills no disk', async () => {
    await catalog().admin.query(
      `insert into catalog.search_query (day, problem, query, slowest_ms)
       select (now() at time zone 'UTC')::date, 'nothing', 'выдумка ' || n, 1 from generate_series(1, 10000) as n`,
    )
    await search({ q: 'ещё одна выдумка абракадабра' })
    await search({ q: 'самокатики' })
    const { rows } = await catalog().admin.query(
      `select query, searches from catalog.search_query where query in ('еще одна выдумка абракадабра', 'самокатики')`,
    )
    expect(rows).toEqual([{ query: 'самокатики', searches: 3 }])
  })

  it('are forgotten after their time', async () => {
    await catalog().admin.query(`update catalog.search_query set day = day - 91`)
    await purgeSearchQueries(90)
    const { rows } = await catalog().admin.query('select count(*)::int as n from catalog.search_query')
    expect(rows).toEqual([{ n: 0 }])
  })
})
