import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxQuantity } from './cart.ts'
import { isSaved, lastCommon, mergeCarts, mergeLines, sameLines } from './merge.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`
const name = { ru: 'Чайник', en: 'Kettle' }
const lines = (...quantities: number[]) =>
  quantities.flatMap((quantity, index) => (quantity === 0 ? [] : [{ productId: id(index + 1), quantity, name }]))
const saved = <Id extends string | null>(cartId: Id, ...quantities: number[]) => ({
  cartId,
  lines: lines(...quantities).map(({ productId, quantity }) => ({ productId, quantity })),
  revision: 1,
})
const quantitiesOf = (merged: readonly { productId: string; quantity: number }[]) =>
  Object.fromEntries(merged.map(({ productId, quantity }) => [Number(productId.slice(-2)), quantity]))

const some = fc
  .array(fc.integer({ min: 0, max: maxQuantity }), { maxLength: 6 })
  .map((quantities) => lines(...quantities))

describe('two carts', () => {
  it('that never were one keep all products, of each the larger quantity', () => {
    expect(quantitiesOf(mergeLines([], lines(2, 1, 0), lines(1, 3, 4)))).toEqual({ 1: 2, 2: 3, 3: 4 })
  })

  it('that were one follow whoever changed something since, also where a product was taken out', () => {
    const before = lines(1, 2, 3, 4)
    expect(quantitiesOf(mergeLines(before, lines(5, 2, 3, 0), lines(1, 2, 0, 4, 6)))).toEqual({ 1: 5, 2: 2, 5: 6 })
  })

  it('keep what one changed and the other took out', () => {
    expect(quantitiesOf(mergeLines(lines(1), lines(0), lines(3)))).toEqual({ 1: 3 })
  })

  it('are one, whoever looks at them', () => {
    fc.assert(
      fc.property(some, some, some, (before, here, there) => {
        expect(sameLines(mergeLines(before, here, there), mergeLines(before, there, here))).toBe(true)
      }),
    )
  })

  it('stay as they are when they are merged once more', () => {
    fc.assert(
      fc.property(some, some, some, (before, here, there) => {
        const merged = mergeLines(before, here, there)
        expect(mergeLines(there, merged, there)).toEqual(merged)
        expect(mergeLines(merged, merged, merged)).toEqual(merged)
      }),
    )
  })

  it('of which one did not change become the other', () => {
    fc.assert(
      fc.property(some, some, (before, other) => {
        expect(sameLines(mergeLines(before, before, other), other)).toBe(true)
        expect(sameLines(mergeLines(before, other, before), other)).toBe(true)
      }),
    )
  })
})

describe("a cart's id", () => {
  const here = { id: id(7), lines: lines(1) }
  const merged = (before: ReturnType<typeof saved> | undefined, cartId: string | null, unanswered?: string) =>
    mergeCarts(before, here, saved(cartId, 1), unanswered).id

  it("is the account's once somebody has signed in, unless nothing was saved yet", () => {
    expect(merged(undefined, id(8))).toBe(id(8))
    expect(merged(undefined, null)).toBe(id(7))
  })

  it('follows another device, but not to a cart that was ordered here', () => {
    expect(merged(saved(id(7), 1), id(8))).toBe(id(8))
    expect(merged(saved(id(6), 1), id(6))).toBe(id(7))
  })

  it('stays while a checkout sent under it has no answer', () => {
    expect(merged(undefined, id(8), id(7))).toBe(id(7))
    expect(merged(undefined, id(8), id(9))).toBe(id(8))
  })
})

it('a cart is saved when the account has its lines, and its id if there are any', () => {
  expect(isSaved({ id: id(7), lines: lines(1, 2) }, saved(id(7), 1, 2))).toBe(true)
  expect(isSaved({ id: id(7), lines: lines(1, 2) }, saved(id(8), 1, 2))).toBe(false)
  expect(isSaved({ id: id(7), lines: lines(1, 2) }, saved(id(7), 1, 3))).toBe(false)
  expect(isSaved({ id: id(7), lines: [] }, saved(null))).toBe(true)
})

describe('what both carts last were', () => {
  const agreed = { ...saved(id(100), 1), sent: [saved(id(100), 1, 2), saved(id(5), 1, 2), saved(id(5), 4)] }
  const later = (...of: Parameters<typeof saved>) => ({ ...saved(...of), revision: 2 })

  it('is what was sent, once it is there', () => {
    expect(lastCommon(agreed, later(id(100), 1, 2))).toBe(agreed.sent[0])
    expect(lastCommon(agreed, later(id(5), 1, 2))).toBe(agreed.sent[1])
    expect(lastCommon(agreed, later(id(5), 1, 2, 3))).toBe(agreed.sent[2])
  })

  it('is what was agreed, where nothing was sent, or it is not there, or nobody knows', () => {
    const nothing = { ...agreed, sent: [] }
    expect(lastCommon(nothing, later(id(100), 1, 2))).toBe(nothing)
    expect(lastCommon(agreed, saved(id(100), 1))).toBe(agreed)
    expect(lastCommon(agreed, later(id(100), 7))).toBe(agreed)
    expect(lastCommon(agreed, later(null))).toBe(agreed)
  })
})
