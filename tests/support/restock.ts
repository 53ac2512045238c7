import type { TestShop } from './test-shop.ts'

/** More of a product, as an import would count it. */
export const restock = async (shop: TestShop, productId: string, quantity = 1000): Promise<void> => {
  await shop.db.query(
    `with counted as (
       update catalog.stock set on_hand = on_hand + $2, band = 'enough' where product_id = $1 returning product_id, on_hand)
     insert into catalog.stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
     select product_id, $2, on_hand, 'count', 'test', 'test' from counted`,
    [productId, quantity],
  )
}
