import { newId } from '@korob/platform/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler as expire } from '../../functions/catalog/handlers/expire-reservations.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { aReservation, priceCart, release, reserve } from './support/calls.ts'
import { aProduct, levelOf, outlastHold, stateOf, stockShelf } from './support/shelf.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
})
afterAll(() => db.drop())

const shelf = (...products: Parameters<typeof aProduct>[0][]) => stockShelf(db.admin, products.map(aProduct))
const level = (id: string) => levelOf(db.admin, id)

describe('reserve', () => {
  it("answers the catalogue's own names and prices, and keeps the goods for 15 minutes", async () => {
    const [pot = '', lid = ''] = await shelf(
      { sku: 'POT-1', name: { ru: 'Кастрюля', en: 'Pot' }, priceMinor: 250_000, weightGrams: 900 },
      { priceMinor: 50_000 },
    )
    const answer = await reserve(
      aReservation([
        { productId: lid, quantity: 1 },
        { productId: pot, quantity: 2 },
      ]),
    )
    expect(answer).toMatchObject({
      ok: true,
      output: {
        items: [
          { productId: lid, quantity: 1, priceMinor: 50_000 },
          {
            productId: pot,
            sku: 'POT-1',
            name: { ru: 'Кастрюля', en: 'Pot' },
            quantity: 2,
            priceMinor: 250_000,
            weightGrams: 900,
          },
        ],
        currency: 'RUB',
        itemsMinor: 550_000,
      },
    })
    const minutes = (Date.parse((answer as { output: { expiresAt: string } }).output.expiresAt) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(14.5)
    expect(minutes).toBeLessThan(15.5)
    expect(await level(pot)).toMatchObject({ onHand: 10, held: 2 })
  })

  // Two lines that share one item each passed the check: https://github.com/medusajs/medusa/issues/16502.
  it('sums lines that name one product twice', async () => {
    const [id = ''] = await shelf({ stock: 3 })
    const twice = [
      { productId: id, quantity: 2 },
      { productId: id, quantity: 2 },
    ]
    expect(await reserve(aReservation(twice))).toMatchObject({
      ok: false,
      code: 'out_of_stock',
      details: { items: [{ productId: id, requested: 4, available: 3 }] },
    })
    const three = await reserve(aReservation([twice[0]!, { productId: id, quantity: 1 }]))
    expect(three).toMatchObject({ ok: true, output: { items: [{ productId: id, quantity: 3 }] } })
  })

  // Elsewhere what is short is told one line at a time, or removed in silence as far as it goes.
  it('names every short line at once, unknown and hidden products among them, and keeps nothing', async () => {
    const [plenty = '', few = '', hidden = ''] = await shelf({ stock: 9 }, { stock: 1 }, { published: false })
    const unknown = newId()
    const reservation = aReservation([plenty, few, hidden, unknown].map((productId) => ({ productId, quantity: 2 })))
    const answer = await reserve(reservation)
    expect(answer).toMatchObject({ ok: false, code: 'out_of_stock' })
    const short = (answer as { details: { items: { productId: string; available: number }[] } }).details.items
    expect(new Map(short.map(({ productId, available }) => [productId, available]))).toEqual(
      new Map([
        [few, 1],
        [hidden, 0],
        [unknown, 0],
      ]),
    )
    expect(await level(plenty)).toMatchObject({ held: 0 })
    expect(await stateOf(db.admin, reservation.orderId)).toBeUndefined()
  })

  it('holds once however often it is asked, and extends the hold', async () => {
    const [id = ''] = await shelf({ stock: 2 })
    const reservation = aReservation([{ productId: id, quantity: 2 }])
    const first = await reserve(reservation)
    const again = await reserve(reservation)
    expect(again).toMatchObject({ ok: true })
    const expiry = (answer: typeof first) => (answer.ok ? answer.output.expiresAt : '')
    expect(expiry(again) > expiry(first)).toBe(true)
    expect(await level(id)).toMatchObject({ held: 2 })
  })

  it('holds once when it is asked ten times at the same moment', async () => {
    const [id = ''] = await shelf({ stock: 5 })
    const reservation = aReservation([{ productId: id, quantity: 5 }])
    const answers = await Promise.all(Array.from({ length: 10 }, () => reserve(reservation)))
    expect(answers.map(({ ok }) => ok)).toEqual(Array(10).fill(true))
    expect(await level(id)).toMatchObject({ held: 5 })
  })

  it('replaces what an earlier attempt of the order held, and refuses that attempt from then on', async () => {
    const [one = '', other = ''] = await shelf({}, {})
    const first = aReservation([{ productId: one, quantity: 4 }])
    await reserve(first)
    const second = { ...first, attempt: 2, items: [{ productId: other, quantity: 3 }] }
    expect(await reserve(second)).toMatchObject({ ok: true })
    expect([(await level(one)).held, (await level(other)).held]).toEqual([0, 3])
    expect(await reserve(first)).toMatchObject({ ok: false, code: 'wrong_state' })
  })

  it('leaves to a hold what it holds, be the next of the same cart', async () => {
    const [id = ''] = await shelf({ stock: 1 })
    const mine = aReservation([{ productId: id, quantity: 1 }])
    await reserve(mine)
    for (const cart of [{}, { cartId: mine.cartId }])
      expect(await reserve(aReservation(mine.items, cart))).toMatchObject({ ok: false, code: 'out_of_stock' })
  })
})

describe('release', () => {
  it('gives the goods back, once', async () => {
    const [id = ''] = await shelf({})
    const reservation = aReservation([{ productId: id, quantity: 3 }])
    await reserve(reservation)
    expect(await release(reservation)).toEqual({ ok: true, output: { released: true } })
    expect(await release(reservation)).toEqual({ ok: true, output: { released: false } })
    expect(await level(id)).toMatchObject({ held: 0, onHand: 10 })
  })

  it('refuses a reserve that arrives after the release of its attempt, but not the next attempt', async () => {
    const [id = ''] = await shelf({})
    const late = aReservation([{ productId: id, quantity: 1 }])
    expect(await release(late)).toEqual({ ok: true, output: { released: false } })
    expect(await reserve(late)).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await level(id)).toMatchObject({ held: 0 })
    expect(await reserve({ ...late, attempt: 2 })).toMatchObject({ ok: true })
  })

  it('leaves a newer attempt alone', async () => {
    const [id = ''] = await shelf({})
    const newer = aReservation([{ productId: id, quantity: 1 }], { attempt: 2 })
    await reserve(newer)
    expect(await release({ ...newer, attempt: 1 })).toEqual({ ok: true, output: { released: false } })
    expect(await level(id)).toMatchObject({ held: 1 })
  })

  it('ends held or not at all when reserve and release meet', async () => {
    const [id = ''] = await shelf({ stock: 1000 })
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const reservation = aReservation([{ productId: id, quantity: 1 }])
        await Promise.all([reserve(reservation), release(reservation), reserve(reservation)])
        expect(await reserve(reservation)).toMatchObject({ ok: false, code: 'wrong_state' })
      }),
    )
    expect(await level(id)).toMatchObject({ held: 0 })
  })
})

describe('expiry', () => {
  it('frees goods the moment a hold is over, swept or not', async () => {
    const [id = ''] = await shelf({ stock: 1 })
    const forgotten = aReservation([{ productId: id, quantity: 1 }])
    await reserve(forgotten)
    await outlastHold(forgotten.orderId)
    expect(await reserve(aReservation(forgotten.items))).toMatchObject({ ok: true })
  })

  it('sweeps what is over, and tells the index when there is more to buy again', async () => {
    const [id = ''] = await shelf({ stock: 6 })
    const forgotten = aReservation([{ productId: id, quantity: 6 }])
    await reserve(forgotten)
    expect(await level(id)).toMatchObject({ band: 'none' })
    const { indexVersion } = await level(id)
    await outlastHold(forgotten.orderId)
    await expire({}, lambdaContext())
    expect(await stateOf(db.admin, forgotten.orderId)).toBe('expired')
    expect(await level(id)).toMatchObject({ band: 'enough', held: 0, indexVersion: indexVersion + 1 })
  })

  it('lets the same attempt hold again', async () => {
    const [id = ''] = await shelf({ stock: 1 })
    const slow = aReservation([{ productId: id, quantity: 1 }])
    await reserve(slow)
    await outlastHold(slow.orderId)
    await expire({}, lambdaContext())
    expect(await reserve(slow)).toMatchObject({ ok: true })
  })
})

describe('price-cart', () => {
  it('prices what is there and names what is not', async () => {
    const [id = '', hidden = ''] = await shelf({ priceMinor: 99_900, stock: 7 }, { published: false })
    const unknown = newId()
    const answer = await priceCart([
      { productId: id, quantity: 1 },
      { productId: unknown, quantity: 1 },
      { productId: id, quantity: 2 },
      { productId: hidden, quantity: 1 },
    ])
    expect(answer).toMatchObject({
      ok: true,
      output: {
        items: [{ productId: id, quantity: 3, priceMinor: 99_900, available: 7 }],
        unknown: [unknown, hidden],
        itemsMinor: 299_700,
      },
    })
  })

  it("counts others' holds, not the cart's own", async () => {
    const [id = ''] = await shelf({ stock: 5 })
    const mine = aReservation([{ productId: id, quantity: 2 }])
    await reserve(mine)
    const available = async (cartId?: string) => {
      const answer = await priceCart(mine.items, cartId)
      return answer.ok ? answer.output.items[0]?.available : undefined
    }
    expect([await available(mine.cartId), await available(newId()), await available()]).toEqual([5, 3, 3])
  })
})
