import { describe, expect, it } from 'vitest'
import { SignedOut } from '../account/signed-out.ts'
import type { CartToSave, SavedCart } from '../api/answers.ts'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { type Stored, stored } from '../storage/stored.ts'
import type { Cart } from './cart.ts'
import { createCartSync } from './cart-sync.ts'
import type { AgreedCart } from './saved-cart.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`
const name = { ru: 'Чайник', en: 'Kettle' }
const line = (product: number, quantity: number) => ({ productId: id(product), quantity })

const inMemory = <T>(first: T): Stored<T> => {
  const store = stored<T>(
    () => undefined,
    'memory',
    () => first,
  )
  store.write(first)
  return store
}

/** The account's cart, as the shop keeps it. */
const shopWith = (...lines: CartToSave['lines']) => {
  const shop = {
    cart: { cartId: lines.length > 0 ? id(100) : null, lines, revision: lines.length > 0 ? 1 : 0 } as SavedCart,
    calls: [] as string[],
    /** Done while a save is under way. */
    meanwhile: undefined as (() => void) | undefined,
    /** Done when a save is there and its answer is not. */
    afterwards: undefined as (() => void) | undefined,
    read: async () => {
      shop.calls.push('read')
      return shop.cart
    },
    save: async (_token: string, { cartId, lines }: CartToSave, revision: number) => {
      shop.calls.push('save')
      const meanwhile = shop.meanwhile
      shop.meanwhile = undefined
      meanwhile?.()
      if (revision !== shop.cart.revision)
        throw new ApiProblem(
          412,
          { type: 'urn:korob:problem:precondition_failed', code: 'precondition_failed' },
          new Headers(),
        )
      shop.cart = { cartId, lines, revision: revision + 1 }
      const afterwards = shop.afterwards
      shop.afterwards = undefined
      afterwards?.()
      return shop.cart
    },
  }
  return shop
}
type Shop = ReturnType<typeof shopWith>

const browserAt = (shop: Shop, cartId: number, ...lines: CartToSave['lines']) => {
  const cart = inMemory<Cart>({ id: id(cartId), lines: lines.map((one) => ({ ...one, name })) })
  const state = inMemory({ signedIn: true, id: `session-${cartId}`, roles: [] })
  const agreed = inMemory<AgreedCart | null>(null)
  const checkout = { unanswered: undefined as string | undefined }
  return {
    cart,
    checkout,
    state,
    set: (...next: CartToSave['lines']) =>
      cart.update((now) => ({ ...now, lines: next.map((one) => ({ ...one, name })) })),
    lines: () => cart.read().lines.map(({ productId, quantity }) => ({ productId, quantity })),
    sync: createCartSync({
      api: { cart: shop.read, saveCart: shop.save },
      session: {
        state,
        as: async (_role, work) => {
          if (!state.read().signedIn) throw new SignedOut()
          return work('token')
        },
      },
      cart,
      agreed,
      unanswered: () => checkout.unanswered,
    }),
  }
}

describe('a cart of somebody who signed in', () => {
  it('comes together with the one of the account, under its id, and nothing is doubled', async () => {
    const shop = shopWith(line(1, 2), line(2, 1))
    const browser = browserAt(shop, 5, line(1, 1), line(3, 4))
    await browser.sync(true)
    expect(browser.lines()).toEqual([line(1, 2), line(3, 4), line(2, 1)])
    expect(browser.cart.read().id).toBe(id(100))
    expect(shop.cart).toEqual({ cartId: id(100), lines: browser.lines(), revision: 2 })
    await browser.sync(true)
    expect(shop.cart.revision).toBe(2)
  })

  it('is the first that the account has', async () => {
    const shop = shopWith()
    const browser = browserAt(shop, 5, line(1, 1))
    await browser.sync(true)
    expect(shop.cart).toEqual({ cartId: id(5), lines: [line(1, 1)], revision: 1 })
  })

  it('is saved in one request when it changes, and in none when it does not', async () => {
    const shop = shopWith(line(1, 2))
    const browser = browserAt(shop, 5)
    await browser.sync(true)
    browser.set(line(1, 3))
    shop.calls = []
    await browser.sync(false)
    await browser.sync(false)
    expect(shop.calls).toEqual(['save'])
    expect(shop.cart.lines).toEqual([line(1, 3)])
  })

  it('takes in what another device was quicker with, and loses neither', async () => {
    const shop = shopWith(line(1, 1), line(2, 1))
    const [one, other] = [browserAt(shop, 5), browserAt(shop, 6)]
    await Promise.all([one.sync(true), other.sync(true)])
    other.set(line(2, 1), line(3, 1))
    await other.sync(false)
    one.set(line(1, 1), line(2, 5))
    await one.sync(false)
    expect(shop.cart.lines).toEqual([line(2, 5), line(3, 1)])
    await other.sync(true)
    expect(other.lines()).toEqual([line(2, 5), line(3, 1)])
  })

  it('does not bring back what was ordered on another device', async () => {
    const shop = shopWith(line(1, 1), line(2, 1))
    const [one, other] = [browserAt(shop, 5), browserAt(shop, 6)]
    await Promise.all([one.sync(true), other.sync(true)])
    one.cart.write({ id: id(55), lines: [] })
    await one.sync(false)
    await other.sync(true)
    expect(other.lines()).toEqual([])
    expect(shop.cart).toMatchObject({ cartId: id(55), lines: [] })
  })

  it('keeps what was put in while it was saved', async () => {
    const shop = shopWith(line(1, 1))
    const browser = browserAt(shop, 5)
    await browser.sync(true)
    browser.set(line(1, 2))
    shop.meanwhile = () => browser.set(line(1, 2), line(2, 1))
    await browser.sync(false)
    expect(shop.cart.lines).toEqual([line(1, 2), line(2, 1)])
  })

  it('keeps its id, and gives it to the account, while its checkout has no answer', async () => {
    const shop = shopWith(line(1, 1))
    const browser = browserAt(shop, 5, line(1, 1))
    browser.checkout.unanswered = id(5)
    await browser.sync(true)
    expect([browser.cart.read().id, shop.cart.cartId]).toEqual([id(5), id(5)])
  })

  it('does not come back from the account when it was saved, the answer was lost, and it was ordered since', async () => {
    const shop = shopWith(line(2, 1))
    const browser = browserAt(shop, 5, line(1, 1))
    browser.checkout.unanswered = id(5)
    shop.afterwards = () => {
      throw new NoAnswer('unreachable')
    }
    await expect(browser.sync(true)).rejects.toThrow(NoAnswer)
    expect(shop.cart).toMatchObject({ cartId: id(5), lines: [line(1, 1), line(2, 1)] })

    browser.checkout.unanswered = undefined
    browser.cart.update((cart) => ({ id: id(6), lines: cart.lines.filter(({ productId }) => productId !== id(1)) }))
    await browser.sync(true)
    expect(browser.lines()).toEqual([line(2, 1)])
    expect(shop.cart).toMatchObject({ cartId: id(6), lines: [line(2, 1)] })
  })

  it('does not come back either when it is saved only after it was asked for again', async () => {
    const shop = shopWith(line(2, 1))
    const browser = browserAt(shop, 5, line(1, 1))
    browser.checkout.unanswered = id(5)
    let saveLate = (): unknown => undefined
    shop.meanwhile = () => {
      const { revision } = shop.cart
      const lines = browser.lines()
      saveLate = () => shop.save('token', { cartId: id(5), lines }, revision)
      throw new NoAnswer('unreachable')
    }
    await expect(browser.sync(true)).rejects.toThrow(NoAnswer)
    browser.checkout.unanswered = undefined
    browser.cart.update((cart) => ({ id: id(6), lines: cart.lines.filter(({ productId }) => productId !== id(1)) }))
    shop.meanwhile = () => void saveLate()
    await browser.sync(true)
    expect(browser.lines()).toEqual([line(2, 1)])
    expect(shop.cart).toMatchObject({ cartId: id(6), lines: [line(2, 1)] })
  })

  it("is nobody else's: an answer that comes after they left changes nothing here", async () => {
    const shop = shopWith(line(1, 1))
    const browser = browserAt(shop, 5)
    const read = shop.read
    const left = createCartSync({
      api: {
        cart: async () => {
          browser.state.write({ signedIn: false, id: '', roles: [] })
          return read()
        },
        saveCart: shop.save,
      },
      session: { state: browser.state, as: async (_role, work) => work('token') },
      cart: browser.cart,
      agreed: inMemory<AgreedCart | null>(null),
      unanswered: () => undefined,
    })
    await left(true)
    expect(browser.lines()).toEqual([])
  })

  it('is merged anew with the account of who comes next, not by what the one before had', async () => {
    const shop = shopWith(line(1, 1))
    const browser = browserAt(shop, 5)
    await browser.sync(true)
    browser.set()
    browser.state.write({ signedIn: true, id: 'another', roles: [] })
    await browser.sync(true)
    expect(browser.lines()).toEqual([line(1, 1)])
  })

  it('stays as it is while the shop can not be reached, and is saved later', async () => {
    const shop = shopWith(line(1, 1))
    const browser = browserAt(shop, 5)
    await browser.sync(true)
    browser.set(line(1, 4))
    shop.meanwhile = () => {
      throw new NoAnswer('unreachable')
    }
    await expect(browser.sync(false)).rejects.toThrow(NoAnswer)
    expect(browser.lines()).toEqual([line(1, 4)])
    await browser.sync(false)
    expect(shop.cart.lines).toEqual([line(1, 4)])
  })
})
