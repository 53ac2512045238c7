import type { Transaction } from '@korob/platform/database'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { sql } from '@korob/platform/sql'
import type { ProductInput } from '../domain/product-input.ts'
import { brandSlug, productSlug } from '../domain/slug.ts'

export interface Upserted {
  created: number
  updated: number
  unchanged: number
  /** Skus of products that were deleted, and are left so. */
  deleted: string[]
}

const rowOf = ({ brand, ...product }: ProductInput) => ({
  ...product,
  ...(brand === undefined ? {} : { brandSlug: brand && brandSlug(brand) }),
  slugBase: productSlug(product.name.en ?? product.name.ru ?? '', product.sku),
})

/**
 * Creates products by sku, or changes what differs of them; rows that say nothing new are not touched.
 * One that was deleted returns only with a row that says whether it is published.
 * Their categories, brands and attributes must be there. `products` name each sku once.
 * @param stock `set`: a given stock replaces what is there; `keep`: it is for new products only, as `newStock` is always
 * @param reference what caused the change, for the record of stock movements
 */
export const upsertProducts = async (
  tx: Transaction,
  products: readonly ProductInput[],
  { stock, reference, correlationId }: { stock: 'set' | 'keep'; reference: string; correlationId: string },
): Promise<Upserted> => {
  const { result } = await tx.one<{
    result: { created: number; updated: number; reindexed: number; deleted: string[] }
  }>(sql`
    select upsert_products(${JSON.stringify(products.map(rowOf))}::jsonb, ${stock === 'set'}::boolean,
                           ${reference}::text, ${correlationId}::text) as result`)
  if (result.reindexed > 0) nudgeRelay.request()
  return {
    created: result.created,
    updated: result.updated,
    unchanged: products.length - result.created - result.updated - result.deleted.length,
    deleted: result.deleted,
  }
}

/** Which of the products were deleted and would be left so. Not locked: whether they still are, their writing tells. */
export const findDeleted = async (tx: Transaction, products: readonly ProductInput[]): Promise<Set<string>> => {
  const skus = products.flatMap(({ sku, published }) => (published === undefined ? [sku] : []))
  const rows = await tx.many<{ sku: string }>(sql`
    select sku from product where sku = any (${skus}::text[]) and deleted_at is not null`)
  return new Set(rows.map(({ sku }) => sku))
}
