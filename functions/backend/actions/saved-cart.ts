import { transaction } from '@korob/platform/database'
import { invalidField, Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { etagOfRevision, staleRevision } from '@korob/platform/preconditions'
import { uuid } from '@korob/platform/schema'
import type { Actor } from '@korob/platform/tokens'
import { type CartLine, maxSavedLines, mergeLines } from '../domain/saved-cart.ts'
import { holdAccount, insertCart, lockCart, readCart, type SavedCart, updateCart } from '../store/saved-carts.ts'

const accountIdOf = (actor: Actor): string => {
  if (actor.role !== 'shopper') throw new Problem('forbidden')
  const id = uuid.safeParse(actor.id)
  // A token signed by us for somebody who can't have an account.
  if (!id.success) throw new Problem('forbidden')
  return id.data
}

const answerOf = (cart: SavedCart | undefined): HttpAnswer => {
  const { cartId, lines, revision } = cart ?? { cartId: null, lines: [], revision: 0 }
  return new HttpAnswer(200, { cartId, lines, revision }, { etag: etagOfRevision(revision) })
}

export const showCart = async (actor: Actor): Promise<HttpAnswer> => answerOf(await readCart(accountIdOf(actor)))

const bounded = (lines: CartLine[]): CartLine[] => {
  if (lines.length > maxSavedLines)
    throw invalidField('lines', `with those that are saved, more than ${maxSavedLines} products`)
  return lines
}

const sameLines = (a: readonly CartLine[], b: readonly CartLine[]): boolean =>
  a.length === b.length &&
  a.every(({ productId, quantity }, index) => productId === b[index]?.productId && quantity === b[index]?.quantity)

/**
 * Saves the account's cart. Who names the revision they saw replaces it; who names none brings a cart from elsewhere,
 * and it is merged into what is saved.
 * @throws Problem precondition_failed if another device saved meanwhile; unauthorized when the account was deleted
 */
export const saveCart = async (
  actor: Actor,
  { cartId, lines: brought }: { cartId: string; lines: CartLine[] },
  expected: number | undefined,
): Promise<HttpAnswer> => {
  const accountId = accountIdOf(actor)
  const lines = mergeLines([], brought)
  const saved = await transaction(async (tx) => {
    // It was deleted, and its token still lives.
    if (!(await holdAccount(tx, accountId))) throw new Problem('unauthorized')
    if (expected === undefined || expected === 0) {
      const first = await insertCart(tx, accountId, cartId, lines)
      if (first) return first
    }
    const known = await lockCart(tx, accountId)
    if (!known || (expected !== undefined && known.revision !== expected)) throw staleRevision(known?.revision ?? 0)
    if (expected !== undefined) return updateCart(tx, accountId, cartId, lines)
    const merged = bounded(mergeLines(known.lines, lines))
    // The cart that is saved goes on; what it was brought is a part of it now.
    return sameLines(merged, known.lines) ? known : updateCart(tx, accountId, known.cartId, merged)
  })
  return answerOf(saved)
}
