import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler as expire } from '../../functions/catalog/handlers/expire-reservations.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { aReservation, cancelled, deliver, placed, type Reservation, release, reserve } from './support/calls.ts'
import { aProduct, levelOf, outlastHold, stockShelf } from './support/shelf.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
})
afterAll(() => db.drop())

// Two buyers, one item: https://github.com/medusajs/medusa/issues/16569, https://github.com/dotnet/eShop/issues/888.
describe('stock', () => {
  it('goes to exactly 10 of 200 who want the last 10 at once', async () => {
    const [id = ''] = await stockShelf(db.admin, [aProduct({ stock: 10 })])
    const buyers = Array.from({ length: 200 }, () => aReservation([{ productId: id, quantity: 1 }]))
    const answers = await Promise.all(buyers.map(reserve))
    const lucky = buyers.filter((_, index) => answers[index]?.ok)
    expect(lucky).toHaveLength(10)
    await deliver(...lucky.map((buyer) => placed(buyer)))
    expect(await levelOf(db.admin, id)).toMatchObject({ onHand: 0, held: 0, band: 'none', moved: 0 })
  })

  // Rows locked in the order of each cart, as by advisory locks on unsorted keys, end in deadlocks.
  it('of several products is never locked crosswise', async () => {
    const ids = await stockShelf(
      db.admin,
      Array.from({ length: 5 }, () => aProduct({ stock: 1000 })),
    )
    const carts = Array.from({ length: 120 }, (_, index) =>
      aReservation((index % 2 ? ids : ids.toReversed()).map((productId) => ({ productId, quantity: 1 }))),
    )
    const answers = await Promise.all(carts.map(reserve))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    await Promise.all(carts.map((cart, index) => (index % 3 ? deliver(placed(cart)) : release(cart))))
    expect(await levelOf(db.admin, ids[0] ?? '')).toMatchObject({ onHand: 1000 - 80, held: 0 })
  })

  it('adds up after any orders in any interleaving, and never goes below nothing', async () => {
    const start = 7
    const step = fc.record({
      who: fc.nat(5),
      act: fc.constantFrom('reserve', 'release', 'place', 'cancel', 'outlast', 'sweep'),
      quantity: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 10 }),
        async (rounds) => {
          const [id = ''] = await stockShelf(db.admin, [aProduct({ stock: start })])
          const orders: Reservation[] = Array.from({ length: 6 }, () => aReservation([{ productId: id, quantity: 1 }]))
          // The steps of a round run at once.
          for (const round of rounds)
            await Promise.all(
              round.map(async ({ who, act, quantity }) => {
                const order = orders[who]!
                if (act === 'reserve') await reserve({ ...order, items: [{ productId: id, quantity }] })
                if (act === 'release') await release(order)
                if (act === 'place') await deliver(placed({ ...order, items: [{ productId: id, quantity }] }))
                if (act === 'cancel') await deliver(cancelled(order))
                if (act === 'outlast') await outlastHold(order.orderId)
                if (act === 'sweep') await expire({}, lambdaContext())
              }),
            )
          const sold = await db.admin.query<{ sum: number }>(
            `select coalesce(sum(l.quantity), 0)::int as sum from catalog.reservation_line l
             join catalog.reservation r using (order_id) where l.product_id = $1 and r.state = 'sold'`,
            [id],
          )
          const { onHand, moved, held, band } = await levelOf(db.admin, id)
          expect(onHand).toBe(start - (sold.rows[0]?.sum ?? 0))
          expect(moved).toBe(onHand)
          expect(onHand).toBeGreaterThanOrEqual(0)
          expect(onHand - held).toBeGreaterThanOrEqual(0)
          if (!rounds.flat().some(({ act }) => act === 'outlast'))
            expect(band).toBe(onHand - held <= 0 ? 'none' : onHand - held <= 5 ? 'few' : 'enough')
        },
      ),
      { numRuns: 60 },
    )
  })
})
