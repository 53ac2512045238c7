import { etagHeader, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { line, uuid, z } from '@korob/platform/schema'
import { historyEntry, listedProduct, operatorProduct } from '../operator-views.ts'
import { availability } from '../views.ts'
import * as examples from './examples.ts'
import { brandSlug, newProduct, path, productChange } from './product-input.ts'
import { changeHeaders, cursor, exampleRevision, flag, nextCursor, operator, pageLimit } from './route-parts.ts'

const productId = z.object({ productId: uuid.describe('Of a product, shown or not') })
const params = { productId: examples.productId }
const theProduct = {
  description: 'The product',
  schema: operatorProduct,
  headers: etagHeader,
  example: examples.product,
} as const

/** Products, one by one. */
export const productRoutes = defineRoutes({
  listProducts: {
    ...operator,
    method: 'GET',
    path: '/api/operator/products',
    operationId: 'listProducts',
    summary: 'List products',
    description:
      'Unpublished ones too; deleted ones when asked for. Every word must stand in the name, brand, category or sku.',
    query: z.object({
      q: z.string().max(200).default('').describe('Words or parts of words, a sku'),
      category: path.optional().describe('A category and all below it'),
      brand: brandSlug.optional().describe('Of this brand'),
      published: flag.optional().describe('Only those shown in the shop, or only those that are not'),
      deleted: flag.default(false).describe('The deleted ones instead'),
      availability: availability.optional().describe('In this band'),
      sort: z
        .enum(['-updated', 'sku', 'price', '-price'])
        .default('-updated')
        .describe('`-` for the largest or latest first'),
      cursor,
      limit: pageLimit(100).default(50).describe('How many on a page'),
    }),
    examples: {
      all: {},
      'sold out': { query: { q: 'сковорода', availability: 'none', published: 'true', limit: '20' } },
    },
    answers: {
      200: {
        description: 'A page of products',
        schema: z.object({ items: z.array(listedProduct), nextCursor }).meta({ id: 'ProductList' }),
        example: { items: [examples.listedProduct], nextCursor: null },
      },
    },
  },
  createProduct: {
    ...operator,
    method: 'POST',
    path: '/api/operator/products',
    operationId: 'createProduct',
    summary: 'Create a product',
    description: 'Unpublished unless it says otherwise. Without a slug one is made of the English name and the sku.',
    body: newProduct,
    examples: {
      short: {
        body: {
          sku: 'KB-9001',
          category: 'kitchen/cookware',
          name: { ru: 'Ковш', en: 'Saucepan' },
          priceMinor: 99_000,
        },
      },
    },
    answers: {
      201: {
        ...theProduct,
        headers: {
          ...etagHeader,
          location: { description: 'Address of the product', schema: z.string() },
        },
      },
    },
    errors: ['already_exists'],
  },
  readOperatorProduct: {
    ...operator,
    method: 'GET',
    path: '/api/operator/products/{productId}',
    operationId: 'readOperatorProduct',
    summary: 'Read a product as operators see it',
    description: 'Whatever its state, with its stock and the slugs it had. The ETag is its revision.',
    params: productId,
    examples: { one: { params } },
    answers: { 200: { description: 'The product', schema: operatorProduct, example: examples.product } },
    errors: ['not_found'],
    etag: true,
  },
  changeProduct: {
    ...operator,
    method: 'PATCH',
    path: '/api/operator/products/{productId}',
    operationId: 'changeProduct',
    summary: 'Change a product',
    description:
      'What isn’t said stays; lists are given whole. Of two who change the same revision the second is refused. A former slug leads on to the new one. An old price that isn’t said goes when the price rises to it.',
    params: productId,
    headers: changeHeaders,
    body: productChange,
    examples: { 'a new price': { params, headers: exampleRevision, body: { priceMinor: 239_000 } } },
    answers: { 200: theProduct },
    errors: [...ofChange, 'already_exists', 'deleted'],
    errorDetails: staleDetails,
  },
  deleteProduct: {
    ...operator,
    method: 'DELETE',
    path: '/api/operator/products/{productId}',
    operationId: 'deleteProduct',
    summary: 'Delete a product',
    description: 'It leaves the shop; a tombstone stays, for orders that have it. Its sku and slug stay taken.',
    params: productId,
    headers: changeHeaders,
    examples: { one: { params, headers: exampleRevision } },
    answers: { 204: { description: 'It is gone' } },
    errors: [...ofChange],
    errorDetails: staleDetails,
  },
  publishProduct: {
    ...operator,
    method: 'POST',
    path: '/api/operator/products/{productId}/publish',
    operationId: 'publishProduct',
    summary: 'Publish a product',
    params: productId,
    examples: { one: { params } },
    answers: { 200: theProduct },
    errors: ['not_found', 'deleted'],
  },
  unpublishProduct: {
    ...operator,
    method: 'POST',
    path: '/api/operator/products/{productId}/unpublish',
    operationId: 'unpublishProduct',
    summary: 'Unpublish a product',
    params: productId,
    examples: { one: { params } },
    answers: { 200: theProduct },
    errors: ['not_found', 'deleted'],
  },
  restoreProduct: {
    ...operator,
    method: 'POST',
    path: '/api/operator/products/{productId}/restore',
    operationId: 'restoreProduct',
    summary: 'Bring a deleted product back',
    description: 'It comes back unpublished.',
    params: productId,
    examples: { one: { params } },
    answers: { 200: theProduct },
    errors: ['not_found'],
  },
  countStock: {
    ...operator,
    method: 'PUT',
    path: '/api/operator/products/{productId}/stock',
    operationId: 'countStock',
    summary: 'Correct the stock of a product',
    description: 'Sets what was counted on the shelf; what checkouts have set aside stays set aside.',
    params: productId,
    body: z
      .strictObject({
        onHand: z.int().min(0).max(1_000_000_000),
        note: line(200, 0).default('').describe('Why, for the record of movements'),
      })
      .meta({ id: 'StockCount' }),
    examples: { counted: { params, body: { onHand: 34, note: 'Inventory' } } },
    answers: { 200: theProduct },
    errors: ['not_found'],
  },
  readProductHistory: {
    ...operator,
    method: 'GET',
    path: '/api/operator/products/{productId}/history',
    operationId: 'readProductHistory',
    summary: 'Read who changed what of a product',
    description: 'The newest edit first.',
    params: productId,
    query: z.object({ cursor, limit: pageLimit(100).default(50).describe('How many on a page') }),
    examples: { one: { params } },
    answers: {
      200: {
        description: 'A page of edits',
        schema: z.object({ entries: z.array(historyEntry), nextCursor }).meta({ id: 'ProductHistory' }),
        example: { entries: [examples.historyEntry], nextCursor: null },
      },
    },
    errors: ['not_found'],
  },
})
