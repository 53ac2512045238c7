/** More than one order takes: two devices' carts may come together, and nothing is dropped. */
export const maxSavedLines = 100

export interface CartLine {
  productId: string
  quantity: number
}

/**
 * Both carts' lines, each product once, of both quantities the larger: no line of either is lost, and saving the same
 * cart twice doesn't double it. Those of `saved` come first, in their order.
 */
export const mergeLines = (saved: readonly CartLine[], brought: readonly CartLine[]): CartLine[] => {
  const merged = new Map<string, number>()
  for (const { productId, quantity } of [...saved, ...brought])
    merged.set(productId, Math.max(quantity, merged.get(productId) ?? 0))
  return [...merged].map(([productId, quantity]) => ({ productId, quantity }))
}
