import { defineRoutes } from '@korob/platform/routes'
import { minorUnits, uuid, z } from '@korob/platform/schema'
import * as examples from './examples.ts'
import { sku } from './product-input.ts'
import { operator } from './route-parts.ts'

const maxBulkRows = 1_000
const price = minorUnits.min(1)

const row = z
  .strictObject({
    id: uuid.optional(),
    sku: sku.optional().describe('Either this or the id'),
    priceMinor: price.optional(),
    oldPriceMinor: price.nullable().optional().describe('Null: none any more'),
    stock: z.int().min(0).max(1_000_000_000).optional().describe('What is on the shelf'),
  })
  .refine(({ id, sku: named }) => (id === undefined) !== (named === undefined), {
    path: ['sku'],
    message: 'either the sku or the id must be given',
  })
  .meta({ id: 'BulkRow' })

const result = z
  .object({
    row: z.int().describe('From 0, as in the request'),
    id: z.string().nullable(),
    sku: z.string().nullable(),
    outcome: z.enum(['changed', 'unchanged', 'rejected']),
    revision: z.int().nullable(),
    error: z.object({ field: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'BulkResult' })

export const bulkRoutes = defineRoutes({
  updateProducts: {
    ...operator,
    method: 'POST',
    path: '/api/operator/products/bulk',
    operationId: 'updateProducts',
    summary: 'Set prices and stock of many products',
    description: `Up to ${maxBulkRows} rows, each with a result of its own; the others are written. The same request again changes nothing more. An old price that isn’t said goes when the price rises to it.`,
    body: z.strictObject({ rows: z.array(row).min(1).max(maxBulkRows) }).meta({ id: 'BulkUpdate' }),
    examples: {
      two: {
        body: {
          rows: [
            { sku: 'KB-0001', priceMinor: 239_000 },
            { sku: 'KB-0002', stock: 12 },
          ],
        },
      },
    },
    answers: {
      200: {
        description: 'What became of each row',
        schema: z.object({ results: z.array(result) }).meta({ id: 'BulkResults' }),
        example: {
          results: [
            { row: 0, id: examples.productId, sku: 'KB-0001', outcome: 'changed', revision: 4, error: null },
            {
              row: 1,
              id: null,
              sku: 'KB-0002',
              outcome: 'rejected',
              revision: null,
              error: { field: 'sku', message: 'is no product of the shop' },
            },
          ],
        },
      },
    },
  },
})
