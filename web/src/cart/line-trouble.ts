import type { Quote } from '../api/answers.ts'
import { type Cart, tooMany } from './cart.ts'

export type LineTrouble = { kind: 'gone' } | { kind: 'short'; available: number }

/** Why a line can't be ordered as it is. The quote may be of a cart that was a moment ago: only its stock counts. */
export const troubleOf = (productId: string, quantity: number, quote: Quote): LineTrouble | undefined => {
  if (quote.unknown.includes(productId)) return { kind: 'gone' }
  const line = quote.items.find((item) => item.productId === productId)
  return line !== undefined && line.available < quantity ? { kind: 'short', available: line.available } : undefined
}

export const hasTrouble = (cart: Cart, quote: Quote): boolean =>
  tooMany(cart) > 0 || cart.lines.some(({ productId, quantity }) => troubleOf(productId, quantity, quote) !== undefined)
