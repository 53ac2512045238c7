import { indexName, openSearch } from '@korob/platform/opensearch'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reconcile } from '../../functions/catalog/index/reconcile.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { catchUp, index, openSearchUrl, ownIndex, request, takeChanged } from './support/index.ts'
import { documentIn, holdingsOf, loseDocument, order, rebuild, versionsOf } from './support/rebuild.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

let db: ServiceDatabase
let own: ReturnType<typeof ownIndex>
let serving: string

/** One run of the schedule, but for builds. */
const look = async () => {
  await request('POST', `/${indexName(serving)}/_refresh`)
  const engine = openSearch()
  if (!engine) throw new Error('no engine')
  return reconcile(engine, Date.now() + 20_000)
}
const shelve = async (...products: Parameters<typeof aProduct>[0][]): Promise<string[]> => {
  const ids = await stockShelf(db.admin, products.map(aProduct))
  await catchUp()
  return ids
}

/** As an administrator would, at an hour of one's own. */
const leaveShop = async (id: string, ago: string) => {
  await db.admin.query(`set session_replication_role = replica`)
  await db.admin.query(
    `update catalog.product set published = false, updated_at = now() - $2::interval where id = $1`,
    [id, ago],
  )
  await db.admin.query(`set session_replication_role = origin`)
  await db.admin.query(`update catalog.stock set index_version = index_version + 1 where product_id = $1`, [id])
  await index({ type: 'product.changed', subject: id })
}

describe.skipIf(openSearchUrl === '')('the reconciler', () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    own = ownIndex()
    process.env.SEARCH_COMPARE_PAGE = '2'
  })
  beforeEach(async () => {
    await catchUp()
    serving = (await order('status')).serving ?? ''
    await look()
    await look()
  })
  afterAll(async () => {
    delete process.env.SEARCH_COMPARE_PAGE
    await own.drop()
    await db.drop()
  })

  it('finds and mends what is missing, old or strange, and tells how much it was', async () => {
    const [missing = '', stale = ''] = await shelve({}, { priceMinor: 100_00 })
    await loseDocument(serving, missing)
    // A change whose message was lost.
    await db.admin.query('update catalog.product set price_minor = 55500 where id = $1', [stale])
    await db.admin.query('update catalog.stock set index_version = index_version + 1 where product_id = $1', [stale])
    const stranger = '0197b1c8-0000-7000-8000-00000000beef'
    await request('PUT', `/${indexName(serving)}/_doc/${stranger}`, { id: stranger, visible: true })
    expect(await look()).toMatchObject({ drifted: 0 })
    expect(await look()).toMatchObject({ drifted: 3 })
    expect(await look()).toMatchObject({ drifted: 0 })
    expect(await documentIn(serving, stale)).toMatchObject({ _source: { hit: { priceMinor: 555_00 } } })
    expect(await holdingsOf(serving)).toEqual(await versionsOf(db.admin))
  })

  it('counts nothing that was only on its way', async () => {
    await stockShelf(db.admin, [aProduct()])
    expect(await look()).toMatchObject({ drifted: 0 })
    await index(...(await takeChanged()))
    expect(await look()).toMatchObject({ drifted: 0 })
    expect(await look()).toMatchObject({ drifted: 0 })
  })

  it('overtakes documents that are ahead of their products, as after a restore, which would refuse every change', async () => {
    const product = aProduct({ priceMinor: 100_00 })
    const [id = ''] = await stockShelf(db.admin, [product])
    await db.admin.query('update catalog.stock set index_version = 90 where product_id = $1', [id])
    await catchUp()
    await db.admin.query('update catalog.stock set index_version = 3 where product_id = $1', [id])
    await stockShelf(db.admin, [{ ...product, priceMinor: 200_00 }])
    await catchUp()
    expect(await documentIn(serving, id)).toMatchObject({ _version: 90, _source: { hit: { priceMinor: 100_00 } } })
    await look()
    expect(await look()).toMatchObject({ drifted: 1 })
    await catchUp()
    expect((await levelOf(db.admin, id)).indexVersion).toBe(91)
    expect(await documentIn(serving, id)).toMatchObject({ _version: 91, _source: { hit: { priceMinor: 200_00 } } })
  })

  it('takes tombstones away a day later, and keeps younger ones', async () => {
    const [old = '', young = ''] = await shelve({}, {})
    await leaveShop(old, '25 hours')
    await leaveShop(young, '23 hours')
    await look()
    expect(await documentIn(serving, old)).toBeUndefined()
    expect(await documentIn(serving, young)).toMatchObject({ _source: { visible: false } })
    // Its absence is as it should be, for drift and for a rebuild; a product that returns is shown again.
    await look()
    expect(await look()).toMatchObject({ drifted: 0 })
    serving = await rebuild()
    expect(await documentIn(serving, old)).toBeUndefined()
    await db.admin.query('update catalog.product set published = true where id = $1', [old])
    await db.admin.query('update catalog.stock set index_version = index_version + 1 where product_id = $1', [old])
    await index({ type: 'product.changed', subject: old })
    expect(await documentIn(serving, old)).toMatchObject({ _source: { visible: true } })
  })

  it('has the index that is kept for a rollback in its care too', async () => {
    const [id = ''] = await shelve({})
    const kept = serving
    serving = await rebuild()
    await loseDocument(kept, id)
    await look()
    // What shoppers see has not drifted.
    expect(await look()).toMatchObject({ drifted: 0 })
    expect(await documentIn(kept, id)).toMatchObject({ _source: { visible: true } })
  })

  describe('before it looks', () => {
    it('makes an index that was lost again, while PostgreSQL answers', async () => {
      const [id = ''] = await shelve({ name: { ru: 'Самокат', en: 'Scooter' } })
      const { previous } = await order('status')
      for (const name of [serving, previous]) if (name) await request('DELETE', `/${indexName(name)}`)
      expect(await search({ q: 'самокат' })).toMatchObject({ engine: 'postgres', total: 1 })
      // A change comes back until there is an index to write it to.
      expect((await index({ type: 'product.changed', subject: id })).batchItemFailures).toHaveLength(1)
      const upkept = await order('upkeep')
      expect(upkept.serving).not.toBe(serving)
      expect((await index({ type: 'product.changed', subject: id })).batchItemFailures).toEqual([])
      expect(await search({ q: 'самокат' })).toMatchObject({ engine: 'opensearch', total: 1 })
    })

    it('gives the index its alias back', async () => {
      await request('DELETE', `/${indexName(serving)}/_alias/${indexName('products')}`)
      expect((await order('upkeep')).serving).toBe(serving)
      expect((await search()).engine).toBe('opensearch')
    })

    it('gives way to nobody who has taken the alias’s name by a stray write', async () => {
      await request('DELETE', `/${indexName(serving)}`)
      await request('PUT', `/${indexName('products')}/_doc/1`, { odd: true })
      const upkept = await order('upkeep')
      expect(Object.keys(await request<object>('GET', `/_alias/${indexName('products')}`))).toEqual([
        indexName(upkept.serving ?? ''),
      ])
    })

    it('follows an alias that somebody has moved by hand, and rebuilds what it does not know', async () => {
      await request('PUT', `/${indexName('products-v1')}`, { mappings: { properties: { id: { type: 'keyword' } } } })
      await request('POST', '/_aliases', {
        actions: [
          { remove: { index: indexName(serving), alias: indexName('products') } },
          { add: { index: indexName('products-v1'), alias: indexName('products') } },
        ],
      })
      await db.admin.query(`delete from catalog.search_index where name <> $1`, [serving])
      await db.admin.query(`update catalog.search_index set mapping_hash = 'other'`)
      const upkept = await order('upkeep')
      expect(upkept.previous).toBe('products-v1')
      expect((await search()).engine).toBe('opensearch')
      expect(await holdingsOf(upkept.serving ?? '')).toEqual(await versionsOf(db.admin))
    })
  })
})
