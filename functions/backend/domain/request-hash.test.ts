import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckoutBody } from './checkout-request.ts'
import { requestHash } from './request-hash.ts'

const hash = (value: unknown): string => requestHash(value as CheckoutBody).toString('hex')

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  )
}

describe("a request's hash", () => {
  it("doesn't depend on the order of members, at any depth", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => hash(turned(value)) === hash(value)))
  })

  it('depends on the order of a list', () => {
    expect(hash({ items: [1, 2] })).not.toBe(hash({ items: [2, 1] }))
  })

  it('takes an absent member and an undefined one for the same', () => {
    expect(hash({ a: 1, b: undefined })).toBe(hash({ a: 1 }))
  })

  it.each([
    [{ quantity: 1 }, { quantity: 2 }],
    [{ comment: '' }, {}],
    [{ a: { b: 1 } }, { a: 1, b: 1 }],
    [{ key: '1' }, { key: 1 }],
  ])('tells %j from %j', (a, b) => {
    expect(hash(a)).not.toBe(hash(b))
  })
})
