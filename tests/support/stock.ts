import type { TestShop } from './test-shop.ts'

/** Counts the product anew: from now on so many are on the shelf, and the ledger says so. */
export const countStock = async ({ db }: TestShop, productId: string, onHand: number): Promise<void> => {
  await db.query(
    `with counted as (
       update catalog.stock set on_hand = $2 where product_id = $1 and on_hand <> $2
       returning product_id, new.on_hand - old.on_hand as delta, new.on_hand
     )
     insert into catalog.stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
     select product_id, delta, on_hand, 'count', 'test', 'test' from counted`,
    [productId, onHand],
  )
}

export const stockOf = async ({ db }: TestShop, productId: string): Promise<number> => {
  const { rows } = await db.query<{ on_hand: number }>('select on_hand from catalog.stock where product_id = $1', [
    productId,
  ])
  return rows[0]?.on_hand ?? Number.NaN
}
