import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { productSlug } from '../../functions/catalog/domain/slug.ts'
import type { HistoryEntry, ListedProduct, OperatorProduct } from '../../functions/catalog/operator-views.ts'
import type { Product } from '../../functions/catalog/views.ts'
import { withService } from '../support/with-service.ts'
import { done, operate } from './support/operator.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { get } from './support/shop.ts'

const catalog = withService('catalog')
let serial = 0

beforeAll(async () => {
  await stockShelf(catalog().admin, [aProduct({ sku: 'SHELF' })])
  await done('POST /api/operator/attributes', {
    body: { key: 'width', name: { ru: 'Ширина', en: 'Width' }, type: 'number', unit: 'cm' },
  })
})

const one = '/api/operator/products/{productId}'
const at = ({ id }: { id: string }) => ({ productId: id })

const create = (changes: object = {}) => {
  const sku = `N-${++serial}`
  return done<OperatorProduct>('POST /api/operator/products', {
    body: {
      sku,
      category: 'kitchen/cookware',
      name: { ru: `Ковш ${sku}`, en: `Saucepan ${sku}` },
      priceMinor: 99_000,
      ...changes,
    },
  })
}
const read = (product: { id: string }) => done<OperatorProduct>(`GET ${one}`, { params: at(product) })
const patch = (product: OperatorProduct, body: object, revision = product.revision) =>
  operate<OperatorProduct>(`PATCH ${one}`, { params: at(product), revision, body })
const shown = (slug: string) => get<Product>('/api/products/{idOrSlug}', {}, { idOrSlug: slug })

describe('an operator', () => {
  it('creates a product that the shop shows once it is published, and not before', async () => {
    const product = await create({ stock: 4, attributes: [{ key: 'width', value: 12.5 }] })
    expect(product).toMatchObject({
      slug: productSlug(`Saucepan ${product.sku}`, product.sku),
      published: false,
      onHand: 4,
      availability: 'few',
      revision: 1,
      editedBy: 'operator:o-1',
      attributes: [{ key: 'width', value: 12.5, unit: 'cm' }],
    })
    expect((await shown(product.slug)).status).toBe(404)
    await done(`POST ${one}/publish`, { params: at(product) })
    expect((await shown(product.slug)).body).toMatchObject({ available: 4, priceMinor: 99_000 })
    await done(`POST ${one}/unpublish`, { params: at(product) })
    expect((await shown(product.slug)).status).toBe(404)
    expect(await levelOf(catalog().admin, product.id)).toMatchObject({ onHand: 4, moved: 4 })
  })

  it('changes what is said and nothing else, and tells the index in the same transaction', async () => {
    const product = await create()
    const before = await levelOf(catalog().admin, product.id)
    const changed = await patch(product, {
      priceMinor: 79_000,
      oldPriceMinor: 99_000,
      name: { ru: '  Ковш   мини', en: 'Mini' },
    })
    expect(changed.status).toBe(200)
    expect(changed.headers.etag).toBe('"2"')
    const { updatedAt: _, ...rest } = product
    expect(changed.body).toMatchObject({
      ...rest,
      priceMinor: 79_000,
      oldPriceMinor: 99_000,
      name: { ru: 'Ковш мини', en: 'Mini' },
      revision: 2,
    })
    expect((await levelOf(catalog().admin, product.id)).indexVersion).toBe(before.indexVersion + 1)
  })

  it('who changes nothing makes no new revision', async () => {
    const product = await create({ attributes: [{ key: 'width', value: 3 }] })
    const { attributes, name, priceMinor } = product
    expect((await patch(product, { attributes, name, priceMinor })).body.revision).toBe(1)
    expect((await patch(product, {})).body.revision).toBe(1)
  })

  it('who has an old revision is refused, and told the one that is there', async () => {
    const product = await create()
    await patch(product, { priceMinor: 1_000 })
    const late = await operate(`PATCH ${one}`, { params: at(product), revision: 1, body: { priceMinor: 2_000 } })
    expect([late.status, late.body]).toMatchObject([412, { code: 'precondition_failed', revision: 2 }])
    expect((await operate(`DELETE ${one}`, { params: at(product), revision: 1 })).status).toBe(412)
    const unsaid = await operate(`PATCH ${one}`, { params: at(product), body: { priceMinor: 2_000 } })
    expect([unsaid.status, unsaid.body.code]).toEqual([428, 'precondition_required'])
    expect((await read(product)).priceMinor).toBe(1_000)
  })

  it('who edits at the same moment as others wins alone, whatever they do', async () => {
    const edit = fc.oneof(
      fc.record({ priceMinor: fc.integer({ min: 1, max: 9_999 }) }),
      fc.record({ weightGrams: fc.integer({ min: 1, max: 9_999 }) }),
      fc.record({ published: fc.constant(true) }),
      fc.constant('delete' as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 2, maxLength: 6 }), async (edits) => {
        const product = await create()
        const statuses = await Promise.all(
          edits.map(async (body) => {
            if (body === 'delete') return (await operate(`DELETE ${one}`, { params: at(product), revision: 1 })).status
            return (await patch(product, body)).status
          }),
        )
        expect(statuses.filter((status) => status < 300)).toHaveLength(1)
        expect(statuses.filter((status) => status === 412)).toHaveLength(edits.length - 1)
        expect((await read(product)).revision).toBe(2)
      }),
      { numRuns: 12 },
    )
  })

  it('renames a slug, and the old one leads on; no other product may have either', async () => {
    const product = await create({ published: true })
    await patch(product, { slug: 'new-name' })
    const followed = await shown(product.slug)
    expect(followed.body).toMatchObject({ id: product.id, slug: 'new-name' })
    expect(followed.headers['content-location']).toBe('/api/products/new-name')
    expect((await shown('new-name')).headers['content-location']).toBeUndefined()
    expect((await read(product)).formerSlugs).toEqual([product.slug])
    for (const slug of ['new-name', product.slug]) {
      const other = await operate('POST /api/operator/products', {
        body: { sku: `X-${slug}`.slice(0, 60), slug, category: 'garden', name: { ru: 'Я', en: 'I' }, priceMinor: 1 },
      })
      expect([other.status, other.body.code, other.body.errors?.[0]?.field]).toEqual([409, 'already_exists', 'slug'])
    }
    const back = await patch(await read(product), { slug: product.slug })
    expect(back.body).toMatchObject({ slug: product.slug, formerSlugs: ['new-name'] })
  })

  it('deletes a product, which leaves a tombstone that can be brought back', async () => {
    const product = await create({ published: true })
    expect((await operate(`DELETE ${one}`, { params: at(product), revision: 1 })).status).toBe(204)
    expect((await shown(product.slug)).status).toBe(404)
    expect(await read(product)).toMatchObject({ deleted: true, published: false, revision: 2 })
    expect((await patch(product, { priceMinor: 5 }, 2)).status).toBe(409)
    expect(
      (await operate('POST /api/operator/products', { body: { ...minimal(), sku: product.sku } })).body,
    ).toMatchObject({
      code: 'already_exists',
      errors: [{ field: 'sku' }],
    })
    expect(await done(`POST ${one}/restore`, { params: at(product) })).toMatchObject({
      deleted: false,
      published: false,
    })
  })

  it('counts the shelf, and every movement has its cause', async () => {
    const product = await create({ stock: 10 })
    const counted = await done<OperatorProduct>(`PUT ${one}/stock`, {
      params: at(product),
      body: { onHand: 3, note: 'Инвентаризация' },
    })
    expect(counted).toMatchObject({ onHand: 3, availability: 'few', revision: 1 })
    const { rows } = await catalog().admin.query(
      'select delta, reason, reference from catalog.stock_movement where product_id = $1 order by id',
      [product.id],
    )
    expect(rows).toEqual([
      { delta: 10, reason: 'correction', reference: 'operator:o-1' },
      { delta: -7, reason: 'correction', reference: 'operator:o-1: Инвентаризация' },
    ])
  })

  it('sees who changed what of a product, the newest first', async () => {
    const product = await create()
    await operate(`PATCH ${one}`, { params: at(product), revision: 1, body: { priceMinor: 5_000 }, operator: 'o-2' })
    await operate(`DELETE ${one}`, { params: at(product), revision: 2 })
    const history = (query = {}) =>
      done<{ entries: HistoryEntry[]; nextCursor: string | null }>(`GET ${one}/history`, { params: at(product), query })
    const { entries } = await history()
    expect(entries).toMatchObject([
      { revision: 3, kind: 'deleted', actor: 'operator:o-1', changes: {} },
      { revision: 2, kind: 'edited', actor: 'operator:o-2', changes: { priceMinor: { from: 99_000, to: 5_000 } } },
      { revision: 1, kind: 'created', actor: 'operator:o-1' },
    ])
    const first = await history({ limit: '2' })
    expect(first.entries).toHaveLength(2)
    expect((await history({ limit: '2', cursor: first.nextCursor })).entries).toEqual(entries.slice(2))
  })
})

const minimal = () => ({
  sku: `M-${++serial}`,
  category: 'garden',
  name: { ru: 'Лейка', en: 'Can' },
  priceMinor: 100,
})

describe('a list of products', () => {
  it('gives each product once, page by page, in every order', async () => {
    const made: string[] = []
    for (let index = 0; index < 7; index += 1)
      made.push((await create({ name: { ru: 'Пагода', en: 'Pagoda' }, priceMinor: 100 + (index % 3) })).id)
    for (const sort of ['-updated', 'sku', 'price', '-price']) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: { items: ListedProduct[]; nextCursor: string | null } = await done('GET /api/operator/products', {
          query: { q: 'пагод', sort, limit: '3', ...(cursor && { cursor }) },
        })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect([...seen].sort(), sort).toEqual([...made].sort())
    }
  })

  it('is narrowed by words, parts of a sku, state, stock, brand and category', async () => {
    const product = await create({ name: { ru: 'Ёлка литая', en: 'Fir' }, brand: 'fargrik', published: true, stock: 2 })
    const found = async (query: Record<string, string>) =>
      (await done<{ items: ListedProduct[] }>('GET /api/operator/products', { query })).items.map(({ id }) => id)
    const all = { q: 'елка лита', brand: 'fargrik', published: 'true', availability: 'few', category: 'kitchen' }
    expect(await found(all)).toEqual([product.id])
    for (const other of [
      { q: 'сосна' },
      { brand: 'varnika' },
      { published: 'false' },
      { availability: 'none' },
      { category: 'garden' },
    ])
      expect(await found({ ...all, ...other }), JSON.stringify(other)).toEqual([])
    expect(await found({ q: product.sku.toLowerCase(), deleted: 'true' })).toEqual([])
  })

  it.each([
    ['a cursor of another query', { cursor: Buffer.from('["x"]').toString('base64url') }, 'cursor'],
    ['an endless page', { limit: '101' }, 'limit'],
    ['an unknown order', { sort: 'name' }, 'sort'],
    ['a category that can’t be', { category: 'Kitchen' }, 'category'],
  ])('refuses %s by the name of the parameter', async (_what, query, field) => {
    const { status, body } = await operate('GET /api/operator/products', { query: query as never })
    expect([status, body.errors?.map((error) => error.field)]).toEqual([400, [field]])
  })
})

describe('bad input', () => {
  it.each<[string, object, string]>([
    ['a price of nothing', { priceMinor: 0 }, 'priceMinor'],
    ['an old price that is none', { oldPriceMinor: 99_000 }, 'oldPriceMinor'],
    ['a category nobody knows', { category: 'attic' }, 'category'],
    ['another place nobody knows', { otherCategories: ['garden', 'attic'] }, 'otherCategories.1'],
    ['a brand nobody knows', { brand: 'nobody' }, 'brand'],
    ['an attribute nobody knows', { attributes: [{ key: 'depth', value: 1 }] }, 'attributes.0.key'],
    ['a text for a number', { attributes: [{ key: 'width', value: { ru: '1', en: '1' } }] }, 'attributes.0.value'],
    ['a script for a picture', { images: ['javascript:alert(1)'] }, 'images.0'],
    ['a blank name', { name: { ru: ' ', en: 'x' } }, 'name.ru'],
    ['a field that is none', { prise: 1 }, 'body'],
    ['a sku with a space', { sku: 'a b' }, 'sku'],
  ])('of %s is refused by the name of the field', async (_what, changes, field) => {
    const created = await operate('POST /api/operator/products', {
      body: { ...minimal(), priceMinor: 99_000, ...changes },
    })
    expect([created.status, created.body.errors?.map((error) => error.field)]).toEqual([400, [field]])
    const product = await create()
    const changed = await operate(`PATCH ${one}`, { params: at(product), revision: 1, body: changes })
    expect([changed.status, changed.body.errors?.map((error) => error.field)]).toEqual([400, [field]])
  })

  it('of an id that is none is 400, of an unknown one 404', async () => {
    expect((await operate(`GET ${one}`, { params: { productId: 'x' } })).body.errors?.[0]?.field).toBe('productId')
    for (const endpoint of [`GET ${one}`, `POST ${one}/publish`, `GET ${one}/history`])
      expect((await operate(endpoint, { params: { productId: crypto.randomUUID() } })).status).toBe(404)
  })
})
