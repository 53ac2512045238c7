import type { Localized } from '@korob/platform/schema'
import { type Line, sumMinor } from './lines.ts'

interface KnownLine extends Line {
  sku: string
  slug: string
  name: Localized
  image: string | null
  priceMinor: number
  weightGrams: number
  available: number
}

/** What a cart costs and weighs, and which of its products the shop doesn't have. */
export const priceOfCart = (wanted: readonly Line[], known: KnownLine[]) => {
  const found = new Set(known.map(({ productId }) => productId))
  return {
    items: known,
    unknown: wanted.map(({ productId }) => productId).filter((id) => !found.has(id)),
    currency: 'RUB' as const,
    itemsMinor: sumMinor(known),
    weightGrams: known.reduce((sum, { weightGrams, quantity }) => sum + weightGrams * quantity, 0),
  }
}
