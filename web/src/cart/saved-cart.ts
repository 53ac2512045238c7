import type { SavedCart } from '../api/answers.ts'
import { lasting, stored } from '../storage/stored.ts'
import { acceptLines, isUuid } from './cart.ts'

/** The account's cart as it was when this browser's was last made one with it, and in which session that was. */
export interface AgreedCart extends SavedCart {
  session: string
}

export const acceptAgreed = (found: unknown): AgreedCart | null => {
  if (typeof found !== 'object' || found === null) return null
  const { session, cartId, lines, revision } = found as Partial<Record<keyof AgreedCart, unknown>>
  if (typeof session !== 'string' || !(cartId === null || isUuid(cartId)) || !Number.isSafeInteger(revision))
    return null
  const kept = acceptLines(lines).map(({ productId, quantity }) => ({ productId, quantity }))
  return { session, cartId, lines: kept, revision: Number(revision) }
}

export const agreedCart = stored<AgreedCart | null>(lasting, 'korob.cart.agreed', acceptAgreed)
