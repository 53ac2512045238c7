import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { withService } from '../support/with-service.ts'
import { done, operate } from './support/operator.ts'

const catalog = withService('catalog')

const api = '/api/operator'
const name = (text: string) => ({ ru: text, en: text })

/** What the log has of a thing, in the order of time. */
const entriesOf = async (targetId: string) =>
  (
    await catalog().admin.query(
      'select actor_id as by, action, before, after from catalog.audit_log where target_id = $1 order by id',
      [targetId],
    )
  ).rows
const actionsOn = async (targetId: string) => (await entriesOf(targetId)).map(({ action }) => action)

interface Made {
  id: string
  revision: number
}
const newProduct = (changes: object = {}) =>
  done<Made & { sku: string }>(`POST ${api}/products`, {
    body: {
      sku: randomUUID().slice(0, 8),
      name: name('Ковш'),
      priceMinor: 1_000,
      stock: 5,
      category: 'kitchen',
      ...changes,
    },
  })

describe('what operators do to the catalogue', () => {
  beforeAll(async () => {
    await done(`POST ${api}/categories`, { body: { slug: 'kitchen', name: name('Кухня'), parentId: null } })
  })

  it('is in the audit log: each edit of a product, with what of it changed and who did it', async () => {
    const product = await newProduct()
    const params = { productId: product.id }
    const body = { priceMinor: 900 }
    await done(`PATCH ${api}/products/{productId}`, { params, revision: product.revision, body, operator: 'o-2' })
    await done(`POST ${api}/products/{productId}/publish`, { params })
    await done(`POST ${api}/products/{productId}/unpublish`, { params })
    await done(`PUT ${api}/products/{productId}/stock`, { params, body: { onHand: 7, note: 'нашла Анна' } })
    await done(`POST ${api}/products/bulk`, { body: { rows: [{ id: product.id, stock: 8 }] } })
    const { revision } = await done<Made>(`GET ${api}/products/{productId}`, { params })
    await done(`DELETE ${api}/products/{productId}`, { params, revision })
    await done(`POST ${api}/products/{productId}/restore`, { params })
    const [created, ...entries] = await entriesOf(product.id)
    expect(created).toMatchObject({ by: 'o-1', action: 'product.create', after: { priceMinor: 1_000, stock: 5 } })
    expect(entries).toMatchObject([
      { by: 'o-2', action: 'product.change', before: { priceMinor: 1_000 }, after: { priceMinor: 900 } },
      { by: 'o-1', action: 'product.publish', before: { published: false }, after: { published: true } },
      { by: 'o-1', action: 'product.unpublish', before: { published: true }, after: { published: false } },
      { by: 'o-1', action: 'product.count_stock', before: { onHand: 5 }, after: { onHand: 7 } },
      { by: 'o-1', action: 'product.change_in_bulk', after: { stock: 8 } },
      { by: 'o-1', action: 'product.delete', before: { deleted: false }, after: { deleted: true } },
      { by: 'o-1', action: 'product.restore', before: { deleted: true }, after: { deleted: false } },
    ])
    expect(JSON.stringify(entries)).not.toContain('Анна')
  })

  it('is not in it twice: what changes nothing, or is refused, leaves no entry', async () => {
    const product = await newProduct({ published: true })
    const params = { productId: product.id }
    await done(`POST ${api}/products/{productId}/publish`, { params })
    await done(`PUT ${api}/products/{productId}/stock`, { params, body: { onHand: 5, note: '' } })
    await done(`POST ${api}/products/bulk`, { body: { rows: [{ id: product.id, stock: 5, priceMinor: 1_000 }] } })
    await operate(`PATCH ${api}/products/{productId}`, { params, revision: 99, body: { priceMinor: 1 } })
    await operate(`PATCH ${api}/products/{productId}`, { params, revision: 1, body: { brand: 'none' } })
    expect(await actionsOn(product.id)).toEqual(['product.create'])
  })

  it('is in it for categories, brands, attributes and synonyms too', async () => {
    const category = await done<Made>(`POST ${api}/categories`, {
      body: { slug: 'pots', name: name('Ковши'), parentId: null },
    })
    const ofCategory = { params: { categoryId: category.id } }
    await done(`PUT ${api}/categories/{categoryId}/facets`, { ...ofCategory, revision: 1, body: { facets: [] } })
    const { revision: next } = await done<Made>(`PATCH ${api}/categories/{categoryId}`, {
      ...ofCategory,
      revision: 2,
      body: { name: name('Кастрюли') },
    })
    await done(`DELETE ${api}/categories/{categoryId}`, { ...ofCategory, revision: next })
    expect(await actionsOn(category.id)).toEqual([
      'category.create',
      'category.set_facets',
      'category.change',
      'category.delete',
    ])

    await done(`POST ${api}/brands`, { body: { slug: 'zhar', name: 'Жар' } })
    const ofBrand = { params: { brandSlug: 'zhar' } }
    await done(`PATCH ${api}/brands/{brandSlug}`, { ...ofBrand, revision: 1, body: { name: 'Пламя' } })
    await done(`DELETE ${api}/brands/{brandSlug}`, { ...ofBrand, revision: 2 })
    expect(await entriesOf('zhar')).toMatchObject([
      { action: 'brand.create', after: { name: 'Жар' } },
      { action: 'brand.change', before: { name: 'Жар' }, after: { name: 'Пламя' } },
      { action: 'brand.delete', before: { name: 'Пламя' } },
    ])

    await done(`POST ${api}/attributes`, { body: { key: 'length', name: name('Длина'), type: 'number', unit: 'cm' } })
    const ofAttribute = { params: { attributeKey: 'length' } }
    await done(`PATCH ${api}/attributes/{attributeKey}`, { ...ofAttribute, revision: 1, body: { unit: 'mm' } })
    await done(`DELETE ${api}/attributes/{attributeKey}`, { ...ofAttribute, revision: 2 })
    expect(await entriesOf('length')).toMatchObject([
      { action: 'attribute.create' },
      { action: 'attribute.change', before: { unit: 'cm' }, after: { unit: 'mm' } },
      { action: 'attribute.delete' },
    ])

    const synonymId = randomUUID()
    const ofSynonyms = { params: { synonymId } }
    await done(`PUT ${api}/synonyms/{synonymId}`, { ...ofSynonyms, body: { names: ['диван', 'софа'] } })
    await done(`PUT ${api}/synonyms/{synonymId}`, { ...ofSynonyms, revision: 1, body: { names: ['диван', 'тахта'] } })
    await done(`DELETE ${api}/synonyms/{synonymId}`, { ...ofSynonyms, revision: 2 })
    expect(await entriesOf(synonymId)).toMatchObject([
      { action: 'synonyms.put', before: null, after: { names: ['диван', 'софа'] } },
      { action: 'synonyms.put', before: { names: ['диван', 'софа'] }, after: { names: ['диван', 'тахта'] } },
      { action: 'synonyms.delete', before: { names: ['диван', 'тахта'] }, after: null },
    ])
  })
})
