import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler as auditStock } from '../../functions/catalog/handlers/audit-stock.ts'
import { handler as expire } from '../../functions/catalog/handlers/expire-reservations.ts'
import { auditNextStock } from '../../functions/catalog/store/stock-audit.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import {
  aReservation,
  cancelled,
  changed,
  deliver,
  type Line,
  placed,
  priceCart,
  type Reservation,
  release,
  reserve,
  returned,
} from './support/calls.ts'
import { aProduct, outlastHold, stateOf, stockShelf } from './support/shelf.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('catalog')
})
afterAll(() => db.drop())

const shelf = (...products: Parameters<typeof aProduct>[0][]) => stockShelf(db.admin, products.map(aProduct))

interface Sums {
  onHand: number
  ledgerOnHand: number
  held: number
  ledgerHeld: number
}

const sumsOf = async (ids: readonly string[]): Promise<Sums[]> =>
  (
    await db.admin.query<Sums>(
      `select s.on_hand as "onHand",
              (select coalesce(sum(delta), 0)::int from catalog.stock_movement m where m.product_id = s.product_id) as "ledgerOnHand",
              (select coalesce(sum(quantity), 0)::int from catalog.reservation_line l
                where l.product_id = s.product_id and held_until is not null) as held,
              (select coalesce(sum(held_delta), 0)::int from catalog.stock_movement m where m.product_id = s.product_id) as "ledgerHeld"
         from catalog.stock s where product_id = any($1)`,
      [ids],
    )
  ).rows

const expectToAddUp = async (ids: readonly string[]) => {
  for (const sums of await sumsOf(ids))
    expect(sums).toEqual({ ...sums, ledgerOnHand: sums.onHand, ledgerHeld: sums.held })
}

const reasonsOf = async (orderId: string) =>
  (
    await db.admin.query<{ text: string }>(
      `select reason || ' ' || delta || ' ' || held_delta as text from catalog.stock_movement where reference = $1 order by id`,
      [orderId],
    )
  ).rows.map(({ text }) => text)

describe('the stock ledger', () => {
  it('has a row for each change: set aside, let go, sold, returned', async () => {
    const [id = ''] = await shelf({ stock: 10 })
    const order = aReservation([{ productId: id, quantity: 3 }])
    await reserve(order)
    await reserve(order)
    await reserve({ ...order, items: [{ productId: id, quantity: 2 }], attempt: 2 })
    await deliver(placed({ ...order, items: [{ productId: id, quantity: 2 }], attempt: 2 }))
    await deliver(cancelled(order))
    expect(await reasonsOf(order.orderId)).toEqual(['hold 0 3', 'release 0 -1', 'sale -2 -2', 'return 2 0'])
    await expectToAddUp([id])
  })

  it('is only added to', async () => {
    await shelf({ stock: 1 })
    await expect(db.admin.query('update catalog.stock_movement set delta = 1')).rejects.toThrow('only added to')
    await expect(db.admin.query('delete from catalog.stock_movement')).rejects.toThrow('only added to')
  })

  it('adds up to what is on hand and held, whatever happens to however many orders at once', async () => {
    const act = fc.record({
      what: fc.constantFrom('reserve', 'release', 'place', 'change', 'cancel', 'out', 'back', 'expire', 'count'),
      order: fc.nat(3),
      product: fc.nat(1),
      quantity: fc.integer({ min: 1, max: 4 }),
      withNext: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 25 }), async (acts) => {
        const skus = [aProduct({ stock: 6 }), aProduct({ stock: 3 })]
        const ids = await stockShelf(db.admin, skus)
        const orders: Reservation[] = Array.from({ length: 4 }, () =>
          aReservation(ids.map((productId) => ({ productId, quantity: 2 }))),
        )
        let sequence = 1
        const run = async ({ what, order: index, product, quantity }: (typeof acts)[number]): Promise<unknown> => {
          const order = orders[index] as Reservation
          const lines: Line[] = [{ productId: ids[product] ?? '', quantity }]
          sequence++
          switch (what) {
            case 'reserve':
              return reserve({ ...order, attempt: 1 + (quantity % 2), items: [...order.items, ...lines] })
            case 'release':
              return release({ ...order, attempt: 1 + (quantity % 2) })
            case 'place':
              return deliver(placed(order, sequence))
            case 'change':
              return deliver(changed(order, lines, sequence))
            case 'cancel':
              return deliver(cancelled(order, sequence))
            case 'out':
              return deliver(cancelled(order, sequence, order.items))
            case 'back':
              return deliver(returned(order, lines, sequence))
            case 'expire':
              await outlastHold(order.orderId)
              return expire({}, lambdaContext())
            default:
              return stockShelf(db.admin, [{ ...(skus[product] ?? aProduct()), stock: quantity + 5 }])
          }
        }
        const waves: (typeof acts)[] = []
        for (const [index, one] of acts.entries()) {
          if (index > 0 && acts[index - 1]?.withNext) waves.at(-1)?.push(one)
          else waves.push([one])
        }
        for (const wave of waves) {
          await Promise.all(wave.map(run))
          await expectToAddUp(ids)
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('an order some of which was cancelled', () => {
  it('gives back what it no longer wants, once, and the rest when it is cancelled too', async () => {
    const ids = await shelf({ stock: 10 }, { stock: 10 })
    const [first = '', second = ''] = ids
    const order = aReservation([
      { productId: first, quantity: 3 },
      { productId: second, quantity: 2 },
    ])
    await reserve(order)
    await deliver(placed(order))
    const change = changed(order, [{ productId: first, quantity: 2 }], 3)
    await Promise.all([deliver(change), deliver(change)])
    expect(await sumsOf([first])).toMatchObject([{ onHand: 8 }])
    expect(await sumsOf([second])).toMatchObject([{ onHand: 10 }])
    await deliver(cancelled(order, 4))
    await deliver(change)
    expect(await sumsOf([first])).toMatchObject([{ onHand: 10 }])
    await expectToAddUp(ids)
  })
})

describe('goods on the road', () => {
  it('are in stock again when they are back, not when their order is cancelled, and what is lost stays lost', async () => {
    const [id = ''] = await shelf({ stock: 5 })
    const order = aReservation([{ productId: id, quantity: 3 }])
    await deliver(placed(order))
    await deliver(cancelled(order, 6, order.items))
    expect(await sumsOf([id])).toMatchObject([{ onHand: 2 }])
    expect(await stateOf(db.admin, order.orderId)).toBe('out')
    const back = returned(order, [{ productId: id, quantity: 2 }], 7, order.items)
    await Promise.all([deliver(back), deliver(back)])
    expect(await sumsOf([id])).toMatchObject([{ onHand: 4 }])
    expect(await stateOf(db.admin, order.orderId)).toBe('cancelled')
  })

  it('are taken back also when that is heard before the cancellation', async () => {
    const [id = ''] = await shelf({ stock: 5 })
    const order = aReservation([{ productId: id, quantity: 3 }])
    await deliver(placed(order))
    await deliver(returned(order, order.items, 7))
    await deliver(cancelled(order, 6, order.items))
    expect(await sumsOf([id])).toMatchObject([{ onHand: 5 }])
    expect(await stateOf(db.admin, order.orderId)).toBe('cancelled')
  })
})

describe('goods that were taken out of an order before it left', () => {
  const twoOf = async () => {
    const ids = await shelf({ stock: 5 }, { stock: 5 })
    const [first = '', second = ''] = ids
    const order = aReservation([
      { productId: first, quantity: 3 },
      { productId: second, quantity: 2 },
    ])
    await deliver(placed(order))
    return { ids, first, second, order, rest: [{ productId: first, quantity: 1 }] }
  }

  it('are in stock, though the news of that comes after the cancellation of what is on the road', async () => {
    const { ids, first, second, order, rest } = await twoOf()
    await deliver(cancelled(order, 6, rest))
    await deliver(changed(order, rest, 4))
    expect(await sumsOf([first])).toMatchObject([{ onHand: 4 }])
    expect(await sumsOf([second])).toMatchObject([{ onHand: 5 }])
    await deliver(returned(order, rest, 7))
    expect(await sumsOf([first])).toMatchObject([{ onHand: 5 }])
    await expectToAddUp(ids)
  })

  it('are so too when all that is heard is that the rest is back, and can not be sold', async () => {
    const { ids, first, second, order, rest } = await twoOf()
    await deliver(returned(order, [], 7, rest))
    await deliver(cancelled(order, 6, rest))
    await deliver(changed(order, rest, 4))
    expect(await sumsOf([first])).toMatchObject([{ onHand: 4 }])
    expect(await sumsOf([second])).toMatchObject([{ onHand: 5 }])
    await expectToAddUp(ids)
  })
})

// A shopper blocked by their own reservation: https://github.com/woocommerce/woocommerce/issues/67354.
describe("a shopper's own hold", () => {
  it('never stands in their way, in what a quote shows and once their checkout has been ended', async () => {
    const [id = ''] = await shelf({ stock: 1 })
    const first = aReservation([{ productId: id, quantity: 1 }])
    await reserve(first)
    expect(await priceCart(first.items, first.cartId)).toMatchObject({ output: { items: [{ available: 1 }] } })
    expect(await priceCart(first.items)).toMatchObject({ output: { items: [{ available: 0 }] } })
    expect(await reserve(first)).toMatchObject({ ok: true })
    await release(first)
    expect(await reserve(aReservation(first.items, { cartId: first.cartId }))).toMatchObject({ ok: true })
  })
})

describe('the audit of the stock', () => {
  const audit = () => auditStock({}, lambdaContext())

  it('is silent about a sound shop, and costs what has moved since it looked last', async () => {
    const ids = await shelf({ stock: 4 }, { stock: 4 })
    await deliver(placed(aReservation([{ productId: ids[0] ?? '', quantity: 1 }])))
    expect(await audit()).toMatchObject({ faults: 0 })
    const { rows } = await db.admin.query(
      `select on_hand from catalog.stock_audit where product_id = $1 and movement_id =
         (select max(id) from catalog.stock_movement where product_id = $1)`,
      [ids[0]],
    )
    expect(rows).toEqual([{ on_hand: 3 }])
  })

  it('finds stock that changed behind the ledger, and holds too; and sees that it was put right', async () => {
    const [id = ''] = await shelf({ stock: 4 })
    await db.admin.query('update catalog.stock set on_hand = 5 where product_id = $1', [id])
    expect(await audit()).toMatchObject({ faults: 1 })
    await db.admin.query(
      `insert into catalog.stock_movement (product_id, delta, on_hand, reason, reference, correlation_id)
       values ($1, 1, 5, 'correction', 'found', 'test')`,
      [id],
    )
    expect(await audit()).toMatchObject({ faults: 0 })
    const order = aReservation([{ productId: id, quantity: 2 }])
    await reserve(order)
    await db.admin.query('update catalog.reservation_line set held_until = null where order_id = $1', [order.orderId])
    expect(await audit()).toMatchObject({ faults: 1 })
  })

  it('goes through all products in bounded steps, and judges none before it has seen all its movements', async () => {
    const { rows } = await db.admin.query<{ count: number }>('select count(*)::int as count from catalog.stock')
    const total = rows[0]?.count ?? 0
    await db.admin.query(`update catalog.stock_audit_round set after = '00000000-0000-0000-0000-000000000000'`)
    await db.admin.query('truncate catalog.stock_audit')
    let looked = 0
    for (let finished = false; !finished; ) {
      const part = await auditNextStock(7, 1)
      expect(part.looked).toBeLessThanOrEqual(7)
      expect(part.wrong).toEqual([])
      looked += part.looked
      finished = part.finished
    }
    expect(looked).toBe(total)
  })

  it('is read from indexes alone', async () => {
    await db.admin.query(
      `set search_path = catalog; set enable_seqscan = off; analyze catalog.stock_movement, catalog.reservation_line`,
    )
    const plan = async (text: string) =>
      (await db.admin.query<{ 'QUERY PLAN': string }>(`explain ${text}`)).rows
        .map((row) => row['QUERY PLAN'])
        .join('\n')
    const id = '01900000-0000-7000-8000-000000000001'
    expect(
      await plan(
        `select id, delta, held_delta from stock_movement where product_id = '${id}' and id > 5 order by id limit 10`,
      ),
    ).toContain('Index Only Scan using stock_movement_product')
    expect(
      await plan(`select sum(quantity) from reservation_line where product_id = '${id}' and held_until is not null`),
    ).toContain('using reservation_line_held')
    await db.admin.query('reset search_path; reset enable_seqscan')
  })
})
