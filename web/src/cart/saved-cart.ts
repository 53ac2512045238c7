import type { CartToSave, SavedCart } from '../api/answers.ts'
import { lasting, stored } from '../storage/stored.ts'
import { acceptLines, isUuid, withoutName } from './cart.ts'

/** The account's cart as it was when this browser's was last made one with it, and in which session that was. */
export interface AgreedCart extends SavedCart {
  session: string
  /** What was sent to be the account's cart on top of this one and has no answer yet: one of these may have been saved. */
  sent: readonly CartToSave[]
}

const acceptCartToSave = (found: unknown): CartToSave[] => {
  if (typeof found !== 'object' || found === null) return []
  const { cartId, lines } = found as Partial<Record<keyof CartToSave, unknown>>
  return isUuid(cartId) ? [{ cartId, lines: acceptLines(lines).map(withoutName) }] : []
}

export const acceptAgreed = (found: unknown): AgreedCart | null => {
  if (typeof found !== 'object' || found === null) return null
  const { session, cartId, lines, revision, sent } = found as Partial<Record<keyof AgreedCart, unknown>>
  if (typeof session !== 'string' || !(cartId === null || isUuid(cartId)) || !Number.isSafeInteger(revision))
    return null
  return {
    session,
    cartId,
    lines: acceptLines(lines).map(withoutName),
    revision: Number(revision),
    sent: Array.isArray(sent) ? sent.flatMap(acceptCartToSave) : [],
  }
}

export const agreedCart = stored<AgreedCart | null>(lasting, 'korob.cart.agreed', acceptAgreed)
