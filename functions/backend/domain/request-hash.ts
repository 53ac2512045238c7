import { createHash } from 'node:crypto'
import type { CheckoutBody } from './checkout-request.ts'

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  )
}

/** SHA-256 of a checked body, whatever the order of its members: two that mean the same have the same. */
export const requestHash = (body: CheckoutBody): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(canonical(body)))
    .digest()
