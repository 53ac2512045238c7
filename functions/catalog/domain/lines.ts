/** How much of a product is wanted. */
export interface Line {
  productId: string
  quantity: number
}

/** One line a product, in the order of first mention: a cart may name a product twice. */
export const sumLines = (lines: readonly Line[]): Line[] => {
  const quantities = new Map<string, number>()
  for (const { productId, quantity } of lines) quantities.set(productId, (quantities.get(productId) ?? 0) + quantity)
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }))
}

/** Sum of price × quantity, in minor units. */
export const sumMinor = (lines: readonly { priceMinor: number; quantity: number }[]): number =>
  lines.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0)
