import { randomUUID } from 'node:crypto'
import { database } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { HttpAnswer } from '@korob/platform/http'
import { sql } from '@korob/platform/sql'
import { describe, expect, it } from 'vitest'
import { saveCart, showCart } from '../../functions/backend/actions/saved-cart.ts'
import type { CartAnswer } from '../../functions/backend/contract.ts'
import { newPhone } from '../support/shopper.ts'
import { withBackend } from './support/backend.ts'

withBackend()

/** Who has an account. */
const someone = async () => {
  const id = randomUUID()
  await database.run(
    sql`insert into accounts (id, phone, language, orders_adopted_at) values (${id}, ${newPhone()}, 'ru', now())`,
  )
  return { role: 'shopper' as const, id }
}
const removeAccount = ({ id }: { id: string }) => database.run(sql`delete from accounts where id = ${id}`)
const line = (productId: string, quantity = 1) => ({ productId, quantity })
const [a, b, c] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string]

const cartOf = (answer: HttpAnswer) => answer.body as CartAnswer
const tagOf = (answer: HttpAnswer) => answer.headers.etag
const codeOf = (work: Promise<HttpAnswer>) =>
  work.then(
    () => 'saved',
    (error: unknown) => (error instanceof Problem ? error.code : Promise.reject(error)),
  )

describe("an account's cart", () => {
  it('is empty until one is saved, and is nobody else’s', async () => {
    const [anna, boris] = [await someone(), await someone()]
    expect(cartOf(await showCart(anna))).toEqual({ cartId: null, lines: [], revision: 0 })
    await saveCart(anna, { cartId: randomUUID(), lines: [line(a)] }, undefined)
    expect(cartOf(await showCart(boris)).lines).toEqual([])
    expect(await codeOf(showCart({ role: 'anonymous' } as never))).toBe('forbidden')
  })

  it('follows to another device: what that has is merged into it, and no line of either is lost', async () => {
    const anna = await someone()
    const cartId = randomUUID()
    await saveCart(anna, { cartId, lines: [line(a, 3), line(b, 1)] }, undefined)
    const phone = await saveCart(anna, { cartId: randomUUID(), lines: [line(b, 2), line(c, 1)] }, undefined)
    expect(cartOf(phone)).toEqual({ cartId, lines: [line(a, 3), line(b, 2), line(c, 1)], revision: 2 })
    expect(tagOf(phone)).toBe('"2"')
    expect(cartOf(await saveCart(anna, { cartId: randomUUID(), lines: [line(b, 2)] }, undefined)).revision).toBe(2)
  })

  it('loses a line only to who saw it there and took it out', async () => {
    const anna = await someone()
    const cartId = randomUUID()
    const first = await saveCart(anna, { cartId, lines: [line(a), line(b)] }, 0)
    await saveCart(anna, { cartId, lines: [line(a), line(b), line(c)] }, cartOf(first).revision)
    expect(await codeOf(saveCart(anna, { cartId, lines: [line(a)] }, cartOf(first).revision))).toBe(
      'precondition_failed',
    )
    expect(cartOf(await showCart(anna)).lines).toHaveLength(3)
    const emptied = await saveCart(anna, { cartId, lines: [] }, 2)
    expect(cartOf(emptied)).toEqual({ cartId, lines: [], revision: 3 })
  })

  it('has every line of many devices that bring theirs at the same moment', async () => {
    const anna = await someone()
    const brought = Array.from({ length: 20 }, () => line(randomUUID()))
    await Promise.all(brought.map((one) => saveCart(anna, { cartId: randomUUID(), lines: [one] }, undefined)))
    const { lines, revision } = cartOf(await showCart(anna))
    expect(new Set(lines.map(({ productId }) => productId))).toEqual(new Set(brought.map(({ productId }) => productId)))
    expect(revision).toBe(20)
  })

  it('is replaced by one of many devices that saw the same revision', async () => {
    const anna = await someone()
    const cartId = randomUUID()
    await saveCart(anna, { cartId, lines: [line(a)] }, undefined)
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => codeOf(saveCart(anna, { cartId, lines: [line(b, n + 1)] }, 1))),
    )
    expect(codes.filter((code) => code === 'saved')).toHaveLength(1)
  })

  it('that would grow past all bounds is refused, and stays as it was', async () => {
    const anna = await someone()
    const many = () => ({ cartId: randomUUID(), lines: Array.from({ length: 60 }, () => line(randomUUID())) })
    await saveCart(anna, many(), undefined)
    expect(await codeOf(saveCart(anna, many(), undefined))).toBe('invalid_request')
    expect(cartOf(await showCart(anna)).lines).toHaveLength(60)
  })

  it('goes with the account, and none is saved by a token that outlives it', async () => {
    const anna = await someone()
    const save = () => saveCart(anna, { cartId: randomUUID(), lines: [line(a)] }, undefined)
    await save()
    await removeAccount(anna)
    expect(cartOf(await showCart(anna)).lines).toEqual([])
    expect(await codeOf(save())).toBe('unauthorized')
    expect(cartOf(await showCart(anna)).lines).toEqual([])
  })

  it('is not left behind by saving while the account is deleted', async () => {
    for (let round = 0; round < 10; round += 1) {
      const anna = await someone()
      const save = () => codeOf(saveCart(anna, { cartId: randomUUID(), lines: [line(a)] }, undefined))
      const [, ...codes] = await Promise.all([removeAccount(anna), save(), save(), save()])
      expect(codes.every((code) => ['saved', 'unauthorized'].includes(code))).toBe(true)
      expect(cartOf(await showCart(anna)).lines).toEqual([])
    }
  })
})
