import { indexName } from '@korob/platform/opensearch'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mappingHash } from '../../functions/catalog/index/mapping-hash.ts'
import { forgetSearchSettings } from '../../functions/catalog/search/settings.ts'
import type { Task } from '../../local/shop/search-index-options.ts'
import { follow } from '../../local/shop/search-index-progress.ts'
import { type HeldRequests, holdRequestsTo } from '../support/held-requests.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, index, openSearchUrl, ownIndex, request, takeChanged } from './support/index.ts'
import { documentIn, finish, indicesThere, loseDocument, order, rebuild } from './support/rebuild.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

let db: ServiceDatabase
let own: ReturnType<typeof ownIndex>
let line: HeldRequests

const changed = (id: string) => ({ type: 'product.changed', subject: id })
const served = async () => Object.keys(await request<object>('GET', `/_alias/${indexName('products')}`))

describe.skipIf(openSearchUrl === '')('a rebuild of the search index', () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    own = ownIndex()
    process.env.SEARCH_SETTLE_MS = '0'
    line = await holdRequestsTo(openSearchUrl)
  })
  afterEach(async () => {
    process.env.OPENSEARCH_URL = openSearchUrl
    await finish()
  })
  afterAll(async () => {
    delete process.env.SEARCH_SETTLE_MS
    await own.drop()
    await line.close()
    await db.drop()
  })

  it('is never seen by shoppers, who find everything before, during and after it', async () => {
    await stockShelf(
      db.admin,
      Array.from({ length: 30 }, () => aProduct()),
    )
    await catchUp()
    const answers = new Set<string>()
    let over = false
    const shopper = async () => {
      for (; !over; ) {
        const { engine, total } = await search()
        answers.add(`${engine} ${total}`)
      }
    }
    const shopping = shopper()
    const before = await served()
    await rebuild()
    await rebuild()
    over = true
    await shopping
    expect(await served()).not.toEqual(before)
    expect([...answers]).toEqual(['opensearch 30'])
  })

  it('keeps the index that served before, and no older one', async () => {
    await rebuild()
    const first = await rebuild()
    const second = await rebuild()
    expect((await indicesThere()).sort()).toEqual([first, second].sort())
    expect(await served()).toEqual([indexName(second)])
  })

  it('shows stock, address and shelf as they are, not as they were when it began', async () => {
    const sold = aProduct({ slug: 'old-address', stock: 5 })
    const hidden = aProduct({ published: false })
    const [soldId = '', hiddenId = ''] = await stockShelf(db.admin, [sold, hidden])
    await catchUp()
    await order('rebuild')
    await stockShelf(db.admin, [{ ...sold, slug: 'new-address', stock: 0 }])
    await index(...(await takeChanged()))
    const { serving } = await finish()
    expect(await documentIn(serving ?? '', soldId)).toMatchObject({
      _source: { hit: { slug: 'new-address', availability: 'none' } },
    })
    expect(await documentIn(serving ?? '', hiddenId)).toMatchObject({ _source: { visible: false } })
  })

  it('tells who begins a second one, and does the first no harm', async () => {
    const [first, second] = await Promise.all([order('rebuild'), order('rebuild')])
    expect([first.begun, second.begun].sort()).toEqual([false, true])
    expect(first.build?.name).toBe(second.build?.name)
    expect((await order('rollback')).begun).toBe(false)
    // Two who drive it at once are no harm either.
    const [{ serving }] = await Promise.all([finish(), finish()])
    expect(serving).toBe(first.build?.name)
  })

  it('is refused, and shoppers keep what they had, when the new index lacks a product', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct()])
    await catchUp()
    const before = await served()
    const { build } = await order('rebuild')
    await order('advance')
    await loseDocument(build?.name ?? '', id)
    const { last, serving } = await finish()
    expect(last).toMatchObject({ name: build?.name, state: 'refused' })
    expect(last?.reason).toContain(id)
    expect([await served(), serving]).toEqual([before, before[0]?.slice(indexName('').length)])
    expect(await indicesThere()).not.toContain(build?.name)
  })

  it('waits for no change whose message stands far behind in the queue, and shows it', async () => {
    const product = aProduct({ priceMinor: 100_00 })
    const [id = ''] = await stockShelf(db.admin, [product])
    await catchUp()
    const { build } = await order('rebuild')
    await order('advance')
    await stockShelf(db.admin, [{ ...product, priceMinor: 900_00 }])
    // The message is neither published nor read.
    const { serving } = await finish()
    expect(serving).toBe(build?.name)
    expect(await documentIn(build?.name ?? '', id)).toMatchObject({ _source: { hit: { priceMinor: 900_00 } } })
    await takeChanged()
  })

  it('is refused when the new index has a product that there is not', async () => {
    await catchUp()
    const { build } = await order('rebuild')
    await order('advance')
    const stranger = '0197b1c8-0000-7000-8000-00000000dead'
    await request('PUT', `/${indexName(build?.name ?? '')}/_doc/${stranger}?refresh=true`, {
      id: stranger,
      visible: true,
    })
    expect((await finish()).last).toMatchObject({ state: 'refused', reason: expect.stringContaining(stranger) })
  })

  it('does not report success when searches could not be switched', async () => {
    await catchUp()
    const before = await served()
    const { build } = await order('rebuild')
    for (let state = 'filling'; state !== 'switching'; ) state = (await order('advance')).build?.state ?? 'switching'
    process.env.OPENSEARCH_URL = line.url
    const arrived = line.hold(/^POST \/_aliases/)
    const switching = order('advance')
    switching.catch(() => undefined)
    ;(await arrived).drop()
    await expect(switching).rejects.toThrow(/_aliases/)
    expect(await served()).toEqual(before)
    expect(await order('status')).toMatchObject({ build: { name: build?.name, state: 'switching' } })
    expect((await finish()).serving).toBe(build?.name)
  })

  it('can be given up, and is forgotten then', async () => {
    await catchUp()
    const before = await served()
    const { build } = await order('rebuild')
    await order('advance')
    expect((await order('cancel')).begun).toBe(true)
    expect((await order('cancel')).begun).toBe(false)
    expect((await finish()).last).toMatchObject({ name: build?.name, state: 'refused', reason: 'given up by hand' })
    expect(await served()).toEqual(before)
  })

  it('is begun anew when the shop was deployed with another mapping meanwhile', async () => {
    await catchUp()
    const { build } = await order('rebuild')
    await order('advance')
    await db.admin.query(`update catalog.search_index set mapping_hash = 'other' where name = $1`, [build?.name])
    expect((await finish()).last).toMatchObject({ name: build?.name, state: 'refused' })
    expect((await rebuild()) > (build?.name ?? '')).toBe(true)
  })

  it('begins by itself when the index in service was made with another mapping, and not again after a rollback', async () => {
    const old = await rebuild()
    await db.admin.query(`delete from catalog.search_index where state in ('previous', 'refused')`)
    await db.admin.query(`update catalog.search_index set mapping_hash = 'other' where name = $1`, [old])
    const { serving, previous } = await order('upkeep')
    expect([serving !== old, previous]).toEqual([true, old])
    await order('rollback')
    await finish()
    expect(await order('upkeep')).toMatchObject({ build: null, serving: old, previous: serving })
    forgetSearchSettings()
    // What the old one was made with, these searches were not written for.
    expect((await search()).engine).toBe('postgres')
    await db.admin.query('update catalog.search_index set mapping_hash = $1', [mappingHash])
    forgetSearchSettings()
    expect((await search()).engine).toBe('opensearch')
  })

  it('is tried again an hour after it was refused, and PostgreSQL answers until it is there', async () => {
    const old = await rebuild()
    await db.admin.query(`delete from catalog.search_index where state in ('previous', 'refused')`)
    await db.admin.query(`update catalog.search_index set mapping_hash = 'other' where name = $1`, [old])
    const { build } = await order('rebuild')
    await order('cancel')
    forgetSearchSettings()
    expect(await order('upkeep')).toMatchObject({ serving: old, last: { name: build?.name, state: 'refused' } })
    expect((await search()).engine).toBe('postgres')
    await db.admin.query(
      `update catalog.search_index set moved_at = moved_at - interval '61 minutes' where name = $1`,
      [build?.name],
    )
    expect((await order('upkeep')).serving).not.toBe(old)
    forgetSearchSettings()
    expect((await search()).engine).toBe('opensearch')
  })

  describe('taken back', () => {
    it('serves the old index again, with all that has changed since', async () => {
      const product = aProduct({ priceMinor: 100_00 })
      const [id = ''] = await stockShelf(db.admin, [product])
      await catchUp()
      const old = await rebuild()
      const fresh = await rebuild()
      const [later = ''] = await stockShelf(db.admin, [aProduct(), { ...product, priceMinor: 700_00 }])
      await catchUp()
      expect((await order('rollback')).begun).toBe(true)
      expect(await finish()).toMatchObject({ serving: old, previous: fresh, last: { purpose: 'rollback' } })
      expect(await served()).toEqual([indexName(old)])
      expect(await documentIn(old, id)).toMatchObject({ _source: { hit: { priceMinor: 700_00 } } })
      expect(await documentIn(old, later)).toMatchObject({ _source: { visible: true } })
    })

    it('first mends what the kept index has missed', async () => {
      const [id = ''] = await stockShelf(db.admin, [aProduct()])
      await catchUp()
      const old = await rebuild()
      await rebuild()
      await loseDocument(old, id)
      await order('rollback')
      expect((await finish()).serving).toBe(old)
      expect(await documentIn(old, id)).toMatchObject({ _source: { visible: true } })
    })

    it('is not begun when no index is kept', async () => {
      const { previous } = await order('status')
      await request('DELETE', `/${indexName(previous ?? '')}`)
      await order('upkeep')
      expect(await order('rollback')).toMatchObject({ begun: false, build: null, previous: null })
    })
  })

  describe('by its command', () => {
    const run = async (task: Task) => {
      let told = ''
      const output = {
        write: (text: string) => {
          told += text
        },
      }
      const well = await follow(task, order, output, () => Promise.resolve())
      return { well, told }
    }

    it('is told as it goes on, and ends well', async () => {
      const { well, told } = await run('rebuild')
      const { serving, previous } = await order('status')
      expect(well).toBe(true)
      expect(told).toMatch(/^products-\d+, \d+ products\nfilling.* 100 %\nverifying.* 100 %\n/s)
      expect(told).toContain(`in service: ${serving}\nkept for a rollback: ${previous ?? 'none'}\n`)
    })

    it('is followed by who begins a second one', async () => {
      const { build } = await order('rebuild')
      const { well, told } = await run('rebuild')
      expect([well, (await order('status')).serving]).toEqual([true, build?.name])
      expect(told).toMatch(/^A rebuild is under way already/)
    })

    it('says why it was refused, and ends as a failure', async () => {
      const [id = ''] = await stockShelf(db.admin, [aProduct()])
      await catchUp()
      const { build } = await order('rebuild')
      await order('advance')
      await loseDocument(build?.name ?? '', id)
      const { well, told } = await run('rebuild')
      expect(well).toBe(false)
      expect(told).toContain(`refused: 1 documents differ from their products and don't settle: ${id}`)
    })
  })

  it('keeps changes flowing to the index in service when a kept one refuses them', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct()])
    const old = await rebuild()
    await rebuild()
    await request('PUT', `/${indexName(old)}/_settings`, { 'index.blocks.write': true })
    await takeChanged()
    await stockShelf(db.admin, [aProduct({ name: { ru: 'Ковёр', en: 'Carpet' } })])
    expect((await index(...(await takeChanged()), changed(id))).batchItemFailures).toEqual([])
    expect((await search({ q: 'ковёр' })).total).toBe(1)
  })
})
