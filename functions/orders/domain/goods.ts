interface Goods {
  productId: string
  quantity: number
}

/** What of an order's lines others need to know: which products, and how many. */
export const goodsOf = (lines: readonly Goods[]): Goods[] =>
  lines.map(({ productId, quantity }) => ({ productId, quantity }))
