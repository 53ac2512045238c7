import type { Localized } from '../api/answers.ts'

/** As the catalogue's contract has them; a test holds that. */
export const maxLines = 50
export const maxQuantity = 99
/** As many as an account's cart keeps: those of two devices may come together to more than one order takes. */
export const maxKept = 100

export interface CartLine {
  productId: string
  quantity: number
  /** As it was when put in: what to call a product that the shop no longer knows. */
  name: Localized
}

export interface Cart {
  /** A guest's identity towards the shop until the order is placed. */
  id: string
  lines: readonly CartLine[]
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isUuid = (found: unknown): found is string => typeof found === 'string' && uuidPattern.test(found)

const inBounds = (quantity: number): number => Math.min(maxQuantity, Math.max(1, Math.trunc(quantity) || 1))

const acceptLine = (found: unknown): CartLine[] => {
  if (typeof found !== 'object' || found === null) return []
  const { productId, quantity, name } = found as Partial<Record<keyof CartLine, unknown>>
  if (!isUuid(productId) || typeof quantity !== 'number') return []
  const { ru, en } = (typeof name === 'object' && name !== null ? name : {}) as Partial<
    Record<keyof Localized, unknown>
  >
  const known = { ru: typeof ru === 'string' ? ru : '', en: typeof en === 'string' ? en : '' }
  return [{ productId, quantity: inBounds(quantity), name: known }]
}

/** As the account keeps it. */
export const withoutName = ({ productId, quantity }: CartLine): Omit<CartLine, 'name'> => ({ productId, quantity })

/** Lines out of whatever was kept, each product once. */
export const acceptLines = (found: unknown): CartLine[] => {
  const unique = new Map((Array.isArray(found) ? found.flatMap(acceptLine) : []).map((line) => [line.productId, line]))
  return [...unique.values()].slice(0, maxKept)
}

/** A cart out of whatever was kept; lines that make no sense are dropped. */
export const acceptCart = (found: unknown, newId: () => string): Cart => {
  const { id, lines } = (typeof found === 'object' && found !== null ? found : {}) as Partial<
    Record<keyof Cart, unknown>
  >
  return { id: isUuid(id) ? id : newId(), lines: acceptLines(lines) }
}

export const piecesOf = (cart: Cart, productId: string): number =>
  cart.lines.find((line) => line.productId === productId)?.quantity ?? 0

export const pieces = (cart: Cart): number => cart.lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** Products that one order doesn't take; a cart that came together from two devices may have them. */
export const tooMany = (cart: Cart): number => Math.max(0, cart.lines.length - maxLines)

/** Whether one more piece of this product would still be taken by the shop. */
export const hasRoom = (cart: Cart, productId: string): boolean => {
  const already = piecesOf(cart, productId)
  return already === 0 ? cart.lines.length < maxLines : already < maxQuantity
}

/** One piece more; the same cart if it has no room. */
export const addToCart = (cart: Cart, product: { id: string; name: Localized }): Cart => {
  if (!hasRoom(cart, product.id)) return cart
  if (piecesOf(cart, product.id) > 0) return setQuantity(cart, product.id, piecesOf(cart, product.id) + 1)
  return { ...cart, lines: [...cart.lines, { productId: product.id, quantity: 1, name: product.name }] }
}

/** Zero takes the line out; more than the shop takes becomes what it takes. */
export const setQuantity = (cart: Cart, productId: string, quantity: number): Cart => ({
  ...cart,
  lines: cart.lines.flatMap((line) => {
    if (line.productId !== productId) return [line]
    return quantity <= 0 ? [] : [{ ...line, quantity: inBounds(quantity) }]
  }),
})

/** What is left once these goods were ordered. It is another cart then: the order has used up the old one's id. */
export const afterOrder = (
  cart: Cart,
  ordered: readonly { productId: string; quantity: number }[],
  newId: () => string,
): Cart =>
  ordered.reduce<Cart>(
    (left, { productId, quantity }) => setQuantity(left, productId, piecesOf(left, productId) - quantity),
    { ...cart, id: newId() },
  )

/** The cart with no more of each product than there is. */
export const limitTo = (cart: Cart, available: ReadonlyMap<string, number>): Cart =>
  cart.lines.reduce<Cart>((left, { productId, quantity }) => {
    const there = available.get(productId)
    return there === undefined || there >= quantity ? left : setQuantity(left, productId, there)
  }, cart)
