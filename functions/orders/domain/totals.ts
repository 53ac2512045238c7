/** Sum of price × quantity, minor units. */
export const sumOfItems = (items: readonly { priceMinor: number; quantity: number }[]): number =>
  items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0)

/** What the whole order weighs, grams. */
export const weightOfItems = (items: readonly { weightGrams: number; quantity: number }[]): number =>
  items.reduce((sum, { weightGrams, quantity }) => sum + weightGrams * quantity, 0)
