import type { CartToSave, SavedCart } from '../api/answers.ts'
import { type Cart, type CartLine, maxKept } from './cart.ts'

type Line = Pick<CartLine, 'productId' | 'quantity'>
type Common = Pick<SavedCart, 'cartId' | 'lines'>

const byProduct = (lines: readonly Line[]): Map<string, number> =>
  new Map(lines.map(({ productId, quantity }) => [productId, quantity]))

/** Whether both have the same of each product, in whatever order. */
export const sameLines = (some: readonly Line[], others: readonly Line[]): boolean => {
  const quantities = byProduct(others)
  return (
    some.length === others.length && some.every(({ productId, quantity }) => quantities.get(productId) === quantity)
  )
}

/**
 * Two carts that were one, `before`, as one again: of each product, whoever changed it is followed. Where both did, or where
 * they never were one, the larger quantity counts: nothing that somebody put in is lost, and nothing is doubled.
 */
export const mergeLines = (
  before: readonly Line[],
  here: readonly CartLine[],
  there: readonly Line[],
): readonly CartLine[] => {
  const [was, ours, theirs] = [byProduct(before), byProduct(here), byProduct(there)]
  const names = new Map(here.map(({ productId, name }) => [productId, name]))
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .flatMap((productId) => {
      const [old = 0, mine = 0, other = 0] = [was.get(productId), ours.get(productId), theirs.get(productId)]
      const quantity = mine === old ? other : other === old ? mine : Math.max(mine, other)
      // A quote knows what it is called; the account keeps no names.
      return quantity === 0 ? [] : [{ productId, quantity, name: names.get(productId) ?? { ru: '', en: '' } }]
    })
    .slice(0, maxKept)
}

/**
 * Which id the cart goes on under: whoever changed it is followed, a browser that has just signed in takes the account's. But
 * while a checkout of this browser has no answer, the cart it was sent for keeps its id: only under that does the shop know
 * what it holds for it, and that the next one may be the same wish.
 */
const mergeIds = (before: Common | undefined, here: Cart, there: SavedCart, unanswered: string | undefined) => {
  if (there.cartId === null || here.id === unanswered) return here.id
  return before !== undefined && before.cartId !== here.id ? here.id : there.cartId
}

/** This browser's cart and the account's as one. @param before what both were when they were last the same */
export const mergeCarts = (
  before: Common | undefined,
  here: Cart,
  there: SavedCart,
  unanswered: string | undefined,
): Cart => ({
  id: mergeIds(before, here, there, unanswered),
  lines: mergeLines(before?.lines ?? [], here.lines, there.lines),
})

/**
 * What both were when they were last the same, seen from what the account has now: what was sent and never answered counts
 * once it is there, or else an order of it, placed since, would come back from the account as if put in by somebody. Its lines
 * tell it, or an id that only this browser could have given the account; if another device changed lines since and the id was
 * the account's before, nobody knows, and the older state is taken: too much in a cart is better than too little.
 */
export const lastCommon = (agreed: SavedCart & { sent: readonly CartToSave[] }, there: SavedCart): Common => {
  if (there.revision === agreed.revision) return agreed
  const ours = agreed.sent.filter(({ cartId }) => cartId === there.cartId)
  const saved = ours.find(({ lines }) => sameLines(lines, there.lines))
  return saved ?? ours.findLast(({ cartId }) => cartId !== agreed.cartId) ?? agreed
}

/** Whether the account's cart needs no saving to be this one. An id counts for nothing where there is nothing in it. */
export const isSaved = (cart: Cart, saved: SavedCart): boolean =>
  sameLines(cart.lines, saved.lines) && (cart.lines.length === 0 || cart.id === saved.cartId)
