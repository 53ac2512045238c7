import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type HeldRequests, holdRequestsTo } from '../support/held-requests.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, index, openSearchUrl, ownIndex, takeChanged } from './support/index.ts'
import {
  documentIn,
  endSessions,
  finish,
  holdingsOf,
  indicesThere,
  order,
  rebuild,
  versionsOf,
} from './support/rebuild.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

let db: ServiceDatabase
let own: ReturnType<typeof ownIndex>
let line: HeldRequests

const bulk = /^POST \/_bulk/
const changed = (id: string) => ({ type: 'product.changed', subject: id })
const setPrice = (id: string, priceMinor: number) =>
  db.admin.query(
    `with priced as (update catalog.product set price_minor = $2 where id = $1)
     select catalog.index_products(array[$1::uuid])`,
    [id, priceMinor],
  )

/** Goes on with the build, up to its next request like this. */
const advanceTo = async (request: RegExp) => {
  const arrived = line.hold(request)
  const finishing = finish()
  finishing.catch(() => undefined)
  return { held: await arrived, finishing }
}

describe.skipIf(openSearchUrl === '')('changes while the index is rebuilt', () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    // Names in migrations are found by the role's path; the administrator of a test has none.
    await db.admin.query('set search_path = catalog, extensions')
    own = ownIndex()
    process.env.SEARCH_FILL_PAGE = '2'
    process.env.SEARCH_COMPARE_PAGE = '3'
    line = await holdRequestsTo(openSearchUrl)
  })
  beforeEach(() => {
    process.env.OPENSEARCH_URL = line.url
  })
  afterEach(async () => {
    await finish()
    await takeChanged()
  })
  afterAll(async () => {
    delete process.env.SEARCH_FILL_PAGE
    delete process.env.SEARCH_COMPARE_PAGE
    await own.drop()
    await line.close()
    await db.drop()
  })

  it('reach the new index though their indexer learned where to write before it was registered', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ priceMinor: 100_00 })])
    await catchUp()
    await setPrice(id, 200_00)
    const arrived = line.hold(bulk)
    const indexing = index(changed(id))
    const held = await arrived
    // Begun, filled, verified and in service, all while that one write is on its way to the old index alone.
    const fresh = await rebuild()
    expect(held.body).not.toContain(`${fresh}-write`)
    held.release()
    expect((await indexing).batchItemFailures).toEqual([])
    expect(await documentIn(fresh, id)).toMatchObject({ _source: { hit: { priceMinor: 200_00 } } })
  })

  it('are not undone by a page of the fill that was read before them', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ priceMinor: 100_00 })])
    await catchUp()
    const { build } = await order('rebuild')
    const { held, finishing } = await advanceTo(bulk)
    await setPrice(id, 300_00)
    await index(changed(id))
    held.release()
    await finishing
    expect(await documentIn(build?.name ?? '', id)).toMatchObject({ _source: { hit: { priceMinor: 300_00 } } })
  })

  it('reach the new index where the fill has passed already, and shoppers at once: no edit waits for the rebuild', async () => {
    const [early = ''] = await stockShelf(db.admin, [
      aProduct({ name: { ru: 'Утюг', en: 'Iron' }, priceMinor: 100_00 }),
    ])
    await stockShelf(db.admin, [aProduct(), aProduct(), aProduct()])
    await catchUp()
    const { build } = await order('rebuild')
    // The first page is in; the second waits.
    const first = await advanceTo(bulk)
    const second = line.hold(bulk)
    first.held.release()
    const held = await second
    await setPrice(early, 400_00)
    const [late = ''] = await stockShelf(db.admin, [aProduct({ name: { ru: 'Ёршик', en: 'Brush' } })])
    await index(changed(early), changed(late))
    expect((await search({ q: 'утюг' })).items[0]?.priceMinor).toBe(400_00)
    expect((await search({ q: 'ёршик' })).total).toBe(1)
    held.release()
    await first.finishing
    expect(await documentIn(build?.name ?? '', early)).toMatchObject({ _source: { hit: { priceMinor: 400_00 } } })
    // Each product once, none missed, whatever was added between the pages.
    expect(await holdingsOf(build?.name ?? '')).toEqual(await versionsOf(db.admin))
  })

  it('that take a product out of the shop are not undone by a writer who was held up', async () => {
    const product = aProduct()
    const [id = ''] = await stockShelf(db.admin, [product])
    await catchUp()
    const { build } = await order('rebuild')
    const arrived = line.hold(bulk)
    const indexing = index(changed(id))
    const held = await arrived
    expect(held.body).toContain(`${build?.name}-write`)
    await stockShelf(db.admin, [{ ...product, published: false }])
    await takeChanged()
    await finish()
    held.release()
    await indexing
    expect(await documentIn(build?.name ?? '', id)).toMatchObject({ _source: { visible: false } })
  })

  it('that are still on their way when it is verified are waited for', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ priceMinor: 100_00 })])
    await catchUp()
    await order('rebuild')
    await eventually('it is filled', async () => (await order('advance')).build?.state === 'verifying')
    await setPrice(id, 500_00)
    expect(await order('advance')).toMatchObject({ advance: 'waiting', build: { state: 'verifying', unsettled: 1 } })
    // It changes again before it has arrived: what was wanted is enough.
    await index(changed(id))
    const { indexVersion } = await levelOf(db.admin, id)
    await setPrice(id, 600_00)
    expect(await order('advance')).toMatchObject({ advance: 'on', build: { state: 'switching' } })
    const { serving } = await finish()
    expect((await documentIn(serving ?? '', id))?._version).toBe(indexVersion)
  })

  /**
   * An advance that is killed at its request number `at`, counted from nought, before the engine sees that or before its
   * answer comes back. Answers what it answered if it came to its end before.
   */
  const killedAdvance = async (at: number, end: 'drop' | 'loseAnswer') => {
    const advancing = order('advance')
    const ended = advancing.then(
      (answer) => ({ answer }),
      () => undefined,
    )
    for (let passed = 0; ; passed++) {
      const first = await Promise.race([line.hold(/./), ended])
      if (first === undefined || 'answer' in first) {
        line.forget()
        return first?.answer
      }
      if (passed === at) {
        await endSessions(db.admin)
        await first[end]()
        expect(await ended).toBeUndefined()
        return undefined
      }
      first.release()
    }
  }

  it('are not lost when the process that rebuilds is killed, at each of its requests, done or not', async () => {
    const [shown = '', hidden = ''] = await stockShelf(db.admin, [aProduct(), aProduct({ published: false })])
    await rebuild()
    const before = await rebuild()
    await order('rebuild')
    let kills = 0
    for (let at = 0, idle = false; !idle; at++) {
      for (const end of ['drop', 'loseAnswer'] as const) {
        const answer = await killedAdvance(at, end)
        kills += answer ? 0 : 1
        // This step is over: the next one is killed from its first request on.
        if (answer) at = -1
        idle = answer?.advance === 'idle'
        if (answer) break
      }
    }
    const { serving, previous, last } = await order('status')
    expect(kills).toBeGreaterThan(12)
    expect(previous).toBe(before)
    expect(last).toMatchObject({ name: serving, state: 'serving' })
    const held = await holdingsOf(serving ?? '')
    expect([held.has(shown), held.has(hidden)]).toEqual([true, true])
    expect(held).toEqual(await versionsOf(db.admin))
    expect((await indicesThere()).sort()).toEqual([previous, serving].sort())
  })
})
