import { newId } from '@korob/platform/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler as seed } from '../../functions/catalog/handlers/seed.ts'
import { routes } from '../../functions/catalog/routes.ts'
import type { Category, Product } from '../../functions/catalog/views.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { aReservation, deliver, placed, reserve } from './support/calls.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'
import { get, search } from './support/shop.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await seed({}, lambdaContext())
})
afterAll(() => db.drop())

const product = (idOrSlug: string, headers = {}) => get<Product>('/api/products/{idOrSlug}', {}, { idOrSlug }, headers)

describe('the demo catalogue', () => {
  it('shows at least 40 products, each found again by id and by slug, as its schema says', async () => {
    const { items, total } = await search({ limit: 50 })
    expect(total).toBeGreaterThanOrEqual(40)
    for (const { id, slug } of items) {
      const byId = await product(id)
      expect(byId.status).toBe(200)
      expect(routes.product.answers[200].schema.parse(byId.body)).toEqual(byId.body)
      expect((await product(slug)).body).toEqual(byId.body)
    }
  })

  it('is not loaded twice, and its second loading leaves stock that was sold', async () => {
    const { items } = await search({ inStock: true, limit: 1 })
    const id = items[0]?.id ?? ''
    const order = aReservation([{ productId: id, quantity: 1 }])
    await reserve(order)
    await deliver(placed(order))
    const before = await levelOf(db.admin, id)
    expect(await seed({}, lambdaContext())).toMatchObject({ created: 0, updated: 0 })
    expect(await levelOf(db.admin, id)).toEqual(before)
  })
})

describe('a product', () => {
  it('has an ETag that changes with it, and answers 304 until then', async () => {
    const shown = aProduct()
    const [id = ''] = await stockShelf(db.admin, [shown])
    const first = await product(id)
    const etag = first.headers.etag ?? ''
    expect((await product(id, { 'If-None-Match': etag })).status).toBe(304)
    await stockShelf(db.admin, [{ ...shown, priceMinor: 1_00 }])
    const second = await product(id, { 'If-None-Match': etag })
    expect(second).toMatchObject({ status: 200, body: { priceMinor: 1_00, revision: first.body.revision + 1 } })
  })

  it('says how many there are to buy, holds taken off', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ stock: 8 })])
    await reserve(aReservation([{ productId: id, quantity: 3 }]))
    expect((await product(id)).body).toMatchObject({ available: 5, availability: 'few' })
  })

  it('that is unknown, hidden or no address at all answers 404', async () => {
    const [hidden = ''] = await stockShelf(db.admin, [aProduct({ published: false })])
    for (const idOrSlug of [hidden, newId(), 'no-such-thing', "'; --", '../..', 'я'])
      expect([idOrSlug, (await product(idOrSlug)).status]).toEqual([idOrSlug, 404])
  })

  it('by an address that no database could store is refused by its name', async () => {
    expect(await product('%00')).toMatchObject({ status: 400, body: { errors: [{ field: 'idOrSlug' }] } })
  })
})

describe('the categories', () => {
  it('form a tree with counts that include what is below', async () => {
    const { body } = await get<{ categories: Category[] }>('/api/categories')
    const check = (category: Category): void => {
      const below = category.children.reduce((sum, { count }) => sum + count, 0)
      expect(category.count).toBeGreaterThanOrEqual(Math.max(0, ...category.children.map(({ count }) => count)))
      expect(category.count).toBeLessThanOrEqual(
        category.children.length === 0 ? category.count : below + category.count,
      )
      for (const child of category.children) {
        expect(child.path.startsWith(`${category.path}/`)).toBe(true)
        check(child)
      }
    }
    expect(body.categories.length).toBeGreaterThanOrEqual(5)
    for (const root of body.categories) check(root)
    const kitchen = body.categories.find(({ path }) => path === 'kitchen')
    expect((await search({ category: 'kitchen' })).total).toBe(kitchen?.count)
  })
})
