import { database, transaction } from '@korob/platform/database'
import { indexName } from '@korob/platform/opensearch'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reindex } from '../../functions/catalog/store/product-edits.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { aReservation, cancelled, deliver, placed, reserve } from './support/calls.ts'
import { catchUp, index, openSearchUrl, ownIndex, request, takeChanged } from './support/index.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { search } from './support/shop.ts'

let db: ServiceDatabase
let own: ReturnType<typeof ownIndex>

interface Document {
  _version: number
  _source: { visible: boolean; hit?: { priceMinor: number; availability: string } }
}

const document = (id: string) => request<Document>('GET', `/${indexName('products')}/_doc/${id}`)
const changed = (id: string) => ({ type: 'product.changed', subject: id })

const countWaiting = async () =>
  (await database.one<{ n: number }>(sql`select count(*)::int as n from outbox where carrier = 'sqs'`)).n

describe.skipIf(openSearchUrl === '')('the product index', () => {
  beforeAll(async () => {
    db = await serviceDatabase('catalog')
    own = ownIndex()
  })
  afterAll(async () => {
    await own.drop()
    await db.drop()
  })

  it('is made when it is missing, with every product that was there before', async () => {
    const [old = ''] = await stockShelf(db.admin, [aProduct()])
    await takeChanged()
    const [fresh = ''] = await stockShelf(db.admin, [aProduct()])
    await catchUp()
    expect([(await document(old))._source.visible, (await document(fresh))._source.visible]).toEqual([true, true])
    expect(Object.keys(await request<object>('GET', `/_alias/${indexName('products')}`))).toHaveLength(1)
  })

  it('shows the newest state whatever the order and number of messages', async () => {
    const product = aProduct({ priceMinor: 100_00 })
    const [id = ''] = await stockShelf(db.admin, [product])
    await stockShelf(db.admin, [{ ...product, priceMinor: 200_00 }])
    const messages = await takeChanged()
    await index(...messages, ...messages.toReversed())
    await index(changed(id))
    expect((await document(id))._source.hit?.priceMinor).toBe(200_00)
    expect((await document(id))._version).toBe((await levelOf(db.admin, id)).indexVersion)
  })

  it('refuses an older version that arrives after a newer one', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ priceMinor: 100_00 })])
    await catchUp()
    const { indexVersion } = await levelOf(db.admin, id)
    await db.admin.query('update catalog.stock set index_version = index_version + 5 where product_id = $1', [id])
    await index(changed(id))
    // A reader that was held up: it has the old version, and another price.
    await db.admin.query('update catalog.stock set index_version = $2 where product_id = $1', [id, indexVersion])
    await db.admin.query('update catalog.product set price_minor = 1 where id = $1', [id])
    expect((await index(changed(id))).batchItemFailures).toEqual([])
    expect(await document(id)).toMatchObject({ _version: indexVersion + 5, _source: { hit: { priceMinor: 100_00 } } })
  })

  it('hears of single changes apart from those that an import makes', async () => {
    const [one = ''] = await stockShelf(db.admin, [aProduct()])
    await takeChanged()
    const many = await stockShelf(
      db.admin,
      Array.from({ length: 30 }, () => aProduct()),
    )
    await transaction((tx) => reindex(tx, [one]))
    const { rows } = await db.admin.query<{ subject: string; bulk: boolean }>(
      'select subject, bulk from catalog.outbox',
    )
    expect(rows.filter(({ bulk }) => !bulk).map(({ subject }) => subject)).toEqual([one])
    expect(new Set(rows.filter(({ bulk }) => bulk).map(({ subject }) => subject))).toEqual(new Set(many))
    await catchUp()
  })

  it('is told of a sale only when another band is shown', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ stock: 8 })])
    await catchUp()
    const sell = async (quantity: number) => {
      const order = aReservation([{ productId: id, quantity }])
      await reserve(order)
      await deliver(placed(order))
      return order
    }
    await sell(1)
    expect(await countWaiting()).toBe(0)
    await sell(2)
    await catchUp()
    expect((await document(id))._source.hit?.availability).toBe('few')
    const last = await sell(5)
    await catchUp()
    expect((await document(id))._source.hit?.availability).toBe('none')
    await deliver(cancelled(last))
    await catchUp()
    expect((await document(id))._source.hit?.availability).toBe('few')
  })

  it('keeps a tombstone of what left the shop, and takes it back', async () => {
    const product = aProduct({ name: { ru: 'Самовар', en: 'Samovar' } })
    const [id = ''] = await stockShelf(db.admin, [product])
    await catchUp()
    expect((await search({ q: 'самовар' })).total).toBe(1)
    await stockShelf(db.admin, [{ ...product, published: false }])
    await catchUp()
    expect(await document(id)).toMatchObject({ _source: { id, visible: false } })
    expect(await search({ q: 'самовар' })).toMatchObject({ engine: 'opensearch', total: 0 })
    await stockShelf(db.admin, [{ ...product, published: true }])
    await catchUp()
    expect((await search({ q: 'самовар' })).total).toBe(1)
  })

  it('fails only the messages that can’t be worked', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct()])
    const { batchItemFailures } = await index({ type: 'product.changed', subject: 'no id' }, changed(id), { odd: true })
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }])
    expect((await document(id))._source.visible).toBe(true)
  })

  it('gets its messages back when the engine is away, and none are needed when there is no engine', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct()])
    process.env.OPENSEARCH_URL = 'http://127.0.0.1:9'
    expect((await index(changed(id))).batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }])
    delete process.env.OPENSEARCH_URL
    expect((await index(changed(id))).batchItemFailures).toEqual([])
    process.env.OPENSEARCH_URL = openSearchUrl
  })
})
