import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowResult } from '../../functions/catalog/operator/bulk.ts'
import { withService } from '../support/with-service.ts'
import { aReservation, reserve } from './support/calls.ts'
import { done, operate } from './support/operator.ts'
import { aProduct, levelOf, stockShelf } from './support/shelf.ts'

const catalog = withService('catalog')

const bulk = async (rows: object[]): Promise<RowResult[]> =>
  (await done<{ results: RowResult[] }>('POST /api/operator/products/bulk', { body: { rows } })).results
const outcomes = (results: RowResult[]) => results.map(({ outcome, error }) => error?.message ?? outcome)
const prices = async (sku: string) =>
  (
    await catalog().admin.query(
      'select price_minor::int as price, old_price_minor::int as old, revision::int from catalog.product where sku = $1',
      [sku],
    )
  ).rows[0]

describe('prices and stock of many products', () => {
  it('are set row by row, and what is wrong with one keeps no other', async () => {
    const [first = ''] = await stockShelf(catalog().admin, [
      aProduct({ sku: 'A', priceMinor: 100, oldPriceMinor: 150, stock: 1 }),
      aProduct({ sku: 'B', priceMinor: 100 }),
    ])
    const rows = [
      { sku: 'A', priceMinor: 160, stock: 9 },
      { sku: 'NONE', priceMinor: 1 },
      { sku: 'B', oldPriceMinor: 100 },
      { id: first, stock: 3 },
      { sku: 'SHELF', stock: 3 },
    ]
    expect(outcomes(await bulk(rows))).toEqual([
      'changed',
      'is no product of the shop',
      'must be above the price',
      'is the product of an earlier row',
      'is no product of the shop',
    ])
    expect(await prices('A')).toEqual({ price: 160, old: null, revision: 2 })
    expect(await levelOf(catalog().admin, first)).toMatchObject({ onHand: 9, moved: 9, band: 'enough' })
    expect(outcomes(await bulk([{ sku: 'A', priceMinor: 160, stock: 9 }]))).toEqual(['unchanged'])
    expect(await prices('A')).toEqual({ price: 160, old: null, revision: 2 })
    const { rows: history } = await catalog().admin.query(
      'select actor, changes from catalog.product_history where product_id = $1 and kind = $2',
      [first, 'edited'],
    )
    expect(history).toEqual([
      {
        actor: 'operator:o-1',
        changes: { priceMinor: { from: 100, to: 160 }, oldPriceMinor: { from: 150, to: null } },
      },
    ])
  })

  it('are what one of several requests said that came at once, and movements add up', async () => {
    const skus = Array.from({ length: 12 }, (_, index) => `R-${index}`)
    const ids = await stockShelf(
      catalog().admin,
      skus.map((sku) => aProduct({ sku, stock: 50 })),
    )
    const row = fc.record({
      which: fc.nat(11),
      stock: fc.integer({ min: 5, max: 60 }),
      priceMinor: fc.integer({ min: 1, max: 9 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 4 }),
        async (requests) => {
          await Promise.all([
            ...requests.map((rows) => bulk(rows.map(({ which, ...rest }) => ({ sku: skus[which], ...rest })))),
            ...ids.slice(0, 4).map((productId) => reserve(aReservation([{ productId, quantity: 1 }]))),
          ])
          for (const productId of ids) {
            const { onHand, moved } = await levelOf(catalog().admin, productId)
            expect(onHand).toBe(moved)
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  it('of a thousand rows are set in one request, of more in none', async () => {
    const products = Array.from({ length: 1_000 }, (_, index) => aProduct({ sku: `K-${index}`, priceMinor: 100 }))
    await stockShelf(catalog().admin, products)
    const results = await bulk(products.map(({ sku }, index) => ({ sku, priceMinor: 200 + index, stock: index })))
    expect(new Set(outcomes(results))).toEqual(new Set(['changed']))
    const many = await operate('POST /api/operator/products/bulk', {
      body: { rows: Array.from({ length: 1_001 }, () => ({ sku: 'A', stock: 1 })) },
    })
    expect([many.status, many.body.errors?.[0]?.field]).toEqual([400, 'rows'])
  })

  it.each([
    ['naming no product', { stock: 1 }, 'rows.0.sku'],
    ['naming a product twice', { sku: 'A', id: crypto.randomUUID(), stock: 1 }, 'rows.0.sku'],
    ['with half a piece', { sku: 'A', stock: 0.5 }, 'rows.0.stock'],
    ['with a price as text', { sku: 'A', priceMinor: '1' }, 'rows.0.priceMinor'],
  ])('%s are refused by the name of the field', async (_what, row, field) => {
    const { status, body } = await operate('POST /api/operator/products/bulk', { body: { rows: [row] } })
    expect([status, body.errors?.map((error) => error.field)]).toEqual([400, [field]])
  })
})
