import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxSavedLines } from '../../../functions/backend/domain/saved-cart.ts'
import * as contract from '../../../functions/catalog/contract.ts'
import {
  acceptCart,
  addToCart,
  afterOrder,
  type Cart,
  hasRoom,
  limitTo,
  maxKept,
  maxLines,
  maxQuantity,
  pieces,
  piecesOf,
  setQuantity,
} from './cart.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`
const name = { ru: 'Чайник', en: 'Kettle' }
const empty: Cart = { id: id(0), lines: [] }
const of = (...quantities: number[]): Cart => ({
  id: id(0),
  lines: quantities.map((quantity, index) => ({ productId: id(index + 1), quantity, name })),
})

describe('a cart', () => {
  it("has the contract's bounds", () => {
    const { maxLines: ofOrder, maxQuantity: ofLine } = contract
    expect({ maxLines, maxQuantity, maxKept }).toEqual({
      maxLines: ofOrder,
      maxQuantity: ofLine,
      maxKept: maxSavedLines,
    })
  })

  it('adds a product as a line, and again as one more piece', () => {
    const once = addToCart(empty, { id: id(1), name })
    expect(once.lines).toEqual([{ productId: id(1), quantity: 1, name }])
    expect(piecesOf(addToCart(once, { id: id(1), name }), id(1))).toBe(2)
  })

  it('takes no more than the shop would', () => {
    const full = of(...Array.from({ length: maxLines }, () => 1))
    expect(hasRoom(full, id(999))).toBe(false)
    expect(addToCart(full, { id: id(999), name })).toBe(full)
    expect(hasRoom(full, id(1))).toBe(true)
    const many = of(maxQuantity)
    expect(addToCart(many, { id: id(1), name })).toBe(many)
    expect(piecesOf(setQuantity(many, id(1), 1000), id(1))).toBe(maxQuantity)
  })

  it('loses a line at zero', () => {
    expect(setQuantity(of(1, 2), id(1), 0).lines.map(({ productId }) => productId)).toEqual([id(2)])
  })

  it('keeps what was added while the order was placed, under a new id', () => {
    const left = afterOrder(
      of(3, 2, 1),
      [
        { productId: id(1), quantity: 2 },
        { productId: id(3), quantity: 1 },
      ],
      () => id(77),
    )
    expect(left.id).toBe(id(77))
    expect(left.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [id(1), 1],
      [id(2), 2],
    ])
  })

  it('is cut down to what there is', () => {
    const cut = limitTo(
      of(3, 2, 1),
      new Map([
        [id(1), 2],
        [id(2), 0],
        [id(3), 5],
      ]),
    )
    expect(cut.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [id(1), 2],
      [id(3), 1],
    ])
  })
})

describe('a kept cart', () => {
  it('comes back as it was written', () => {
    const cart = of(1, 99)
    expect(acceptCart(JSON.parse(JSON.stringify(cart)), () => id(5))).toEqual(cart)
  })

  it('is sound whatever was found', () => {
    const line = fc.record(
      {
        productId: fc.oneof(fc.uuid(), fc.string()),
        quantity: fc.oneof(fc.double(), fc.integer(), fc.string()),
        name: fc.anything(),
      },
      { requiredKeys: [] },
    )
    const found = fc.oneof(
      fc.anything(),
      fc.record({ id: fc.oneof(fc.uuid(), fc.anything()), lines: fc.array(fc.oneof(line, fc.anything())) }),
    )
    fc.assert(
      fc.property(found, (value) => {
        const cart = acceptCart(value, () => id(5))
        expect(cart.id).toMatch(/^[0-9a-f-]{36}$/)
        expect(new Set(cart.lines.map(({ productId }) => productId)).size).toBe(cart.lines.length)
        for (const { quantity } of cart.lines) {
          expect(Number.isInteger(quantity)).toBe(true)
          expect(quantity).toBeGreaterThanOrEqual(1)
          expect(quantity).toBeLessThanOrEqual(maxQuantity)
        }
        expect(pieces(cart)).toBeLessThanOrEqual(maxKept * maxQuantity)
      }),
    )
  })
})
