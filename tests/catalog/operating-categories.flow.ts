import { database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type {
  FacetSetting,
  ListedProduct,
  OperatorBrand,
  OperatorCategory,
} from '../../functions/catalog/operator-views.ts'
import { moveCategory, readCategory } from '../../functions/catalog/store/category-edits.ts'
import { addCategories } from '../../functions/catalog/store/dictionaries.ts'
import { followUp } from '../../functions/catalog/store/follow-ups.ts'
import type { Product } from '../../functions/catalog/views.ts'
import { withService } from '../support/with-service.ts'
import { emptyCatalogue } from './support/empty.ts'
import { done, operate } from './support/operator.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { get } from './support/shop.ts'

const catalog = withService('catalog')

beforeEach(async () => {
  await emptyCatalogue(catalog().admin)
})

const base = '/api/operator/categories'
const one = `${base}/{categoryId}`
const name = (text: string) => ({ ru: text, en: text })

const tree = async () => (await done<{ categories: OperatorCategory[] }>(`GET ${base}`)).categories
const at = async (path: string) => {
  const found = (await tree()).find((category) => category.path === path)
  if (!found) throw new Error(`no category ${path}`)
  return found
}
const create = (slug: string, parentId: string | null = null, position?: number) =>
  done<OperatorCategory>(`POST ${base}`, { body: { slug, name: name(slug), parentId, position } })
const change = ({ id, revision }: OperatorCategory, body: object) =>
  operate<OperatorCategory>(`PATCH ${one}`, { params: { categoryId: id }, revision, body })
const remove = ({ id, revision }: OperatorCategory) =>
  operate(`DELETE ${one}`, { params: { categoryId: id }, revision })
const pathOf = async (id: string) =>
  (
    await catalog().admin.query<{ path: string }>('select category_path as path from catalog.product where id = $1', [
      id,
    ])
  ).rows[0]?.path

describe('a category', () => {
  it('that is renamed takes all below it and their products along, and old paths lead on', async () => {
    const ids = await stockShelf(catalog().admin, [
      aProduct({ sku: 'A', category: 'kitchen/cookware' }),
      aProduct({ sku: 'B', category: 'garden', otherCategories: ['kitchen'] }),
    ])
    const before = await levelOf(catalog().admin, ids[0] ?? '')
    const renamed = await change(await at('kitchen'), { slug: 'kuhnya', name: { ru: 'Кухня', en: 'Galley' } })
    expect(renamed.body).toMatchObject({ path: 'kuhnya', formerPaths: ['kitchen'], products: 2 })
    expect(await pathOf(ids[0] ?? '')).toBe('kuhnya/cookware')
    expect((await at('kuhnya/cookware')).formerPaths).toEqual(['kitchen/cookware'])
    const { body } = await get<Product>('/api/products/{idOrSlug}', {}, { idOrSlug: ids[0] ?? '' })
    expect(body).toMatchObject({ categories: [{ path: 'kuhnya' }, { path: 'kuhnya/cookware' }], revision: 1 })
    expect((await levelOf(catalog().admin, ids[0] ?? '')).indexVersion).toBeGreaterThan(before.indexVersion)
    const { rows } = await catalog().admin.query(
      `select sku, other_categories from catalog.product where search_text like '%galley%' order by sku`,
    )
    expect(rows).toEqual([
      { sku: 'A', other_categories: [] },
      { sku: 'B', other_categories: ['kuhnya'] },
    ])
    expect((await get('/api/categories/at', { path: 'kitchen/cookware' })).body).toMatchObject({
      path: 'kuhnya/cookware',
    })
    expect((await get('/api/categories/at', { path: 'attic' })).status).toBe(404)
  })

  it('of many products is followed by them in bounded transactions, from where it was stopped', async () => {
    const count = 1_201
    await stockShelf(
      catalog().admin,
      Array.from({ length: count }, (_, index) => aProduct({ sku: `S-${index}` })),
    )
    await catalog().admin.query(`insert into catalog.follow_up (kind, key) values ('renamed', 'kitchen')`)
    // The time is up after the first batch.
    expect(await followUp(Date.now() - 1)).toBe(false)
    await catalog().admin.query('delete from catalog.outbox')
    await database.run(sql`select follow_category(id, 500) from follow_up`)
    expect(await followUp(Date.now() + 60_000)).toBe(true)
    const { rows } = await catalog().admin.query(
      `select count(*)::int as told, count(distinct subject)::int as products, count(distinct xmin::text)::int as transactions from catalog.outbox`,
    )
    expect(rows).toEqual([{ told: count, products: count, transactions: 3 }])
  })

  it('lists and counts its products before they have followed it, as do those above it', async () => {
    await stockShelf(catalog().admin, [aProduct({ sku: 'A' }), aProduct({ sku: 'B', category: 'kitchen' })])
    const { id } = await at('kitchen/cookware')
    await transaction((tx) => moveCategory(tx, 'kitchen/cookware', 'garden/pots'))
    const listed = async (category: string) =>
      (await done<{ items: ListedProduct[] }>('GET /api/operator/products', { query: { category } })).items.map(
        ({ sku }) => sku,
      )
    for (const path of ['garden', 'garden/pots', 'kitchen/cookware']) expect(await listed(path)).toEqual(['A'])
    expect((await readCategory(id))?.products).toBe(1)
  })

  it('is placed among its siblings, which keep their order', async () => {
    const made = []
    for (const slug of ['a', 'b', 'c']) made.push(await create(slug))
    const order = async () =>
      (await tree()).filter(({ parentId }) => parentId === null).map(({ path, position }) => `${path} ${position}`)
    expect(await order()).toEqual(['a 0', 'b 1', 'c 2'])
    await change(await at('c'), { position: 0 })
    expect(await order()).toEqual(['c 0', 'a 1', 'b 2'])
    await change(await at('c'), { position: 1 })
    expect(await order()).toEqual(['a 0', 'c 1', 'b 2'])
    await create('d', null, 0)
    expect(await order()).toEqual(['d 0', 'a 1', 'c 2', 'b 3'])
  })

  it('cannot be moved below itself, nor to a path that another has or had', async () => {
    const a = await create('a')
    const b = await create('b', a.id)
    const moved = await operate(`PATCH ${one}`, { params: { categoryId: a.id }, revision: 1, body: { parentId: b.id } })
    expect([moved.status, moved.body.errors?.[0]?.field]).toEqual([400, 'parentId'])
    await change(a, { slug: 'c' })
    const again = await operate(`POST ${base}`, { body: { slug: 'a', name: name('a') } })
    expect([again.status, again.body.code, again.body.errors?.[0]?.field]).toEqual([409, 'already_exists', 'slug'])
    expect((await operate(`POST ${base}`, { body: { slug: 'c', name: name('c') } })).status).toBe(409)
    expect((await change(await at('c'), { slug: 'a' })).body).toMatchObject({ path: 'a', formerPaths: ['c'] })
  })

  it('however many move about at once stays in one tree without cycles', async () => {
    const made: OperatorCategory[] = []
    for (const slug of ['a', 'b', 'c', 'd']) made.push(await create(slug))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.option(fc.nat(3))), { minLength: 2, maxLength: 6 }),
        async (moves) => {
          const now = await tree()
          const answers = await Promise.all(
            moves.map(([which, below]) => {
              const category = now.find(({ id }) => id === made[which]?.id)
              const parentId = below === null ? null : (made[below]?.id ?? null)
              return category && change(category, { parentId })
            }),
          )
          for (const answer of answers) expect([200, 400, 412]).toContain(answer?.status)
          const after = await tree()
          expect(after).toHaveLength(4)
          for (const { path, parentId } of after) {
            const parent = after.find(({ id }) => id === parentId)
            expect(parentId === null ? !path.includes('/') : path.startsWith(`${parent?.path}/`)).toBe(true)
          }
        },
      ),
      { numRuns: 15 },
    )
  })

  it('goes when nothing is in it, and only then', async () => {
    const [id] = await stockShelf(catalog().admin, [aProduct({ category: 'garden', otherCategories: ['kitchen'] })])
    for (const path of ['garden', 'kitchen']) {
      const refused = await remove(await at(path))
      expect([refused.status, refused.body]).toMatchObject([409, { code: 'in_use', products: true }])
    }
    await operate('DELETE /api/operator/products/{productId}', { params: { productId: id ?? '' }, revision: 1 })
    expect((await remove(await at('garden'))).status).toBe(204)
    expect((await remove(await at('kitchen'))).body).toMatchObject({ code: 'in_use', children: true, products: false })
    expect(await create('garden')).toMatchObject({ path: 'garden', formerPaths: [] })
  })

  it('that is being deleted takes no product with it that is just put there', async () => {
    await stockShelf(catalog().admin, [])
    for (let round = 0; round < 8; round += 1) {
      const path = `shed-${round}`
      const shed = await create(path)
      const [removed, created] = await Promise.all([
        remove(shed),
        operate('POST /api/operator/products', {
          body: { sku: path, category: 'garden', otherCategories: [path], name: name(path), priceMinor: 1 },
        }),
      ])
      expect([removed.status, created.status].sort()).toEqual(removed.status === 204 ? [204, 400] : [201, 409])
    }
  })

  it('keeps its products when an import still names it by its old path', async () => {
    await stockShelf(catalog().admin, [])
    await change(await at('kitchen'), { slug: 'kuhnya' })
    const [id] = await stockShelf(catalog().admin, [aProduct({ category: 'kitchen/cookware' })])
    expect(await pathOf(id ?? '')).toBe('kuhnya/cookware')
    await transaction((tx) => addCategories(tx, [{ path: 'kitchen/pans', name: name('Pans'), position: 0 }]))
    expect((await tree()).map(({ path }) => path).sort()).toEqual([
      'garden',
      'kuhnya',
      'kuhnya/cookware',
      'kuhnya/pans',
    ])
  })
})

describe('filters of a category', () => {
  const facetsOf = (path: string, facets: object[]) =>
    at(path).then(({ id, revision }) =>
      operate<{ facets: FacetSetting[] }>(`PUT ${one}/facets`, {
        params: { categoryId: id },
        revision,
        body: { facets },
      }),
    )

  it('are inherited until a category below says otherwise', async () => {
    await stockShelf(catalog().admin, [])
    for (const key of ['width', 'colour'])
      await done('POST /api/operator/attributes', { body: { key, name: name(key), type: 'number' } })
    await facetsOf('kitchen', [{ attribute: 'width' }, { attribute: 'colour' }])
    const below = await facetsOf('kitchen/cookware', [{ attribute: 'width', shown: false }])
    expect(below.body.facets).toEqual([
      { attribute: 'width', shown: false, position: 0, setAt: 'kitchen/cookware' },
      { attribute: 'colour', shown: true, position: 1, setAt: 'kitchen' },
    ])
    const unknown = await facetsOf('kitchen', [{ attribute: 'smell' }])
    expect(unknown.status).toBe(400)
    expect(
      (
        await operate(`PUT ${one}/facets`, {
          params: { categoryId: (await at('kitchen')).id },
          revision: 1,
          body: { facets: [] },
        })
      ).status,
    ).toBe(412)
  })
})

describe('brands and attributes', () => {
  it('of products stay; a brand’s new name is found', async () => {
    await stockShelf(catalog().admin, [aProduct({ brand: 'varnika' })])
    const brand = '/api/operator/brands/{brandSlug}'
    const params = { brandSlug: 'varnika' }
    expect((await operate(`DELETE ${brand}`, { params, revision: 1 })).body.code).toBe('in_use')
    expect(
      await done<OperatorBrand>(`PATCH ${brand}`, { params, revision: 1, body: { name: 'Zavarka' } }),
    ).toMatchObject({
      slug: 'varnika',
      name: 'Zavarka',
      products: 1,
      revision: 2,
    })
    const found = await done<{ items: unknown[] }>('GET /api/operator/products', { query: { q: 'zavarka' } })
    expect(found.items).toHaveLength(1)
    expect((await operate(`PATCH ${brand}`, { params, revision: 1, body: { name: 'Late' } })).status).toBe(412)
    expect(await done('POST /api/operator/brands', { body: { name: 'Тест' } })).toMatchObject({ slug: 'test' })
    // Cut within its words, a slug must not end with a hyphen.
    const long = await done('POST /api/operator/brands', { body: { name: `${'щ'.repeat(24)}ааа б` } })
    expect(long).toMatchObject({ slug: `${'shch'.repeat(24)}aaa` })
    expect(
      (await operate('DELETE /api/operator/brands/{brandSlug}', { params: { brandSlug: 'test' }, revision: 1 })).status,
    ).toBe(204)
  })

  it('of an attribute the type stays while a product has it', async () => {
    await stockShelf(catalog().admin, [])
    const attribute = '/api/operator/attributes/{attributeKey}'
    const params = { attributeKey: 'width' }
    await done('POST /api/operator/attributes', { body: { key: 'width', name: name('w'), type: 'number', unit: 'cm' } })
    const product = await done<{ id: string }>('POST /api/operator/products', {
      body: { sku: 'W', category: 'garden', name: name('w'), priceMinor: 1, attributes: [{ key: 'width', value: 1 }] },
    })
    for (const body of [{ unit: 'mm' }, { type: 'boolean', unit: null }])
      expect((await operate(`PATCH ${attribute}`, { params, revision: 1, body })).body.code).toBe('in_use')
    expect((await operate(`DELETE ${attribute}`, { params, revision: 1 })).body.code).toBe('in_use')
    expect(
      (await operate(`PATCH ${attribute}`, { params, revision: 1, body: { type: 'text' } })).body.errors?.[0]?.field,
    ).toBe('unit')
    await done('PATCH /api/operator/products/{productId}', {
      params: { productId: product.id },
      revision: 1,
      body: { attributes: [] },
    })
    expect(
      await done(`PATCH ${attribute}`, { params, revision: 1, body: { type: 'boolean', unit: null } }),
    ).toMatchObject({
      type: 'boolean',
      unit: null,
      revision: 2,
    })
    expect((await operate(`DELETE ${attribute}`, { params, revision: 2 })).status).toBe(204)
  })
})
