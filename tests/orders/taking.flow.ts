import { database } from '@korob/platform/database'
import type { Envelope } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readOrderNumber } from '../../functions/orders/domain/order-number.ts'
import { handler } from '../../functions/orders/handlers/operations.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { anOrder, type OrderInput } from './support/orders.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('orders')
})
afterAll(() => db.drop())

const call = (operation: string, input: unknown) => handler({ operation, input }, lambdaContext())
const create = (order: OrderInput) => call('create', order)
const abandon = (orderId: string) => call('abandon', { orderId })

const countOf = async (orderId: string) =>
  database.one<{ orders: number; lines: number; history: number; events: number }>(sql`
    select (select count(*) from orders where id = ${orderId}) as orders,
           (select count(*) from order_lines where order_id = ${orderId}) as lines,
           (select count(*) from order_history where order_id = ${orderId}) as history,
           (select count(*) from outbox where subject = ${orderId}) as events`)

describe('create', () => {
  it('writes the order, its lines, its first history entry and order.placed together', async () => {
    const order = anOrder({ comment: 'Позвоните\nза час' })
    const answer = await create(order)
    expect(answer).toMatchObject({
      ok: true,
      output: { orderId: order.orderId, status: 'placed', totalMinor: 350_000, currency: 'RUB', slot: order.slot },
    })
    expect(await countOf(order.orderId)).toEqual({ orders: 1, lines: 2, history: 1, events: 1 })
    const { envelope } = await database.one<{ envelope: Envelope }>(
      sql`select envelope from outbox where subject = ${order.orderId}`,
    )
    expect(envelope).toMatchObject({
      type: 'order.placed',
      source: 'orders',
      sequence: 1,
      data: {
        orderId: order.orderId,
        attempt: 1,
        items: order.items.map(({ productId, quantity }) => ({ productId, quantity })),
      },
    })
  })

  it('gives a number with a check digit', async () => {
    const answer = await create(anOrder())
    const { number } = (answer as { output: { number: string } }).output
    expect(readOrderNumber(number)).toBeGreaterThan(10_000)
  })

  it('answers the same order again, and writes nothing more', async () => {
    const order = anOrder()
    const first = await create(order)
    expect(await create(order)).toEqual(first)
    expect(await countOf(order.orderId)).toEqual({ orders: 1, lines: 2, history: 1, events: 1 })
  })

  it('takes one order when it is asked ten times at once', async () => {
    const order = anOrder()
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(order)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await countOf(order.orderId)).toEqual({ orders: 1, lines: 2, history: 1, events: 1 })
  })

  it('refuses a total that is not the sum', async () => {
    const order = anOrder({ totalMinor: 1 })
    expect(await create(order)).toMatchObject({ ok: false, code: 'invalid_request', errors: [{ field: 'totalMinor' }] })
    expect(await countOf(order.orderId)).toEqual({ orders: 0, lines: 0, history: 0, events: 0 })
  })
})

describe('abandon', () => {
  it('makes a create that comes later fail, however often it comes', async () => {
    const order = anOrder()
    expect(await abandon(order.orderId)).toEqual({ ok: true, output: { abandoned: true } })
    expect(await create(order)).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await create(order)).toMatchObject({ ok: false, code: 'wrong_state' })
    expect(await countOf(order.orderId)).toEqual({ orders: 0, lines: 0, history: 0, events: 0 })
  })

  it('answers the order that is there and leaves it alone', async () => {
    const order = anOrder()
    const created = await create(order)
    expect(await abandon(order.orderId)).toEqual({
      ok: true,
      output: { abandoned: false, order: (created as { output: unknown }).output },
    })
  })

  it('says the same when it is repeated', async () => {
    const orderId = newId()
    expect(await abandon(orderId)).toEqual(await abandon(orderId))
  })

  it('and create agree who was first, when they race', async () => {
    const races = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const order = anOrder()
        const both = [() => create(order), () => abandon(order.orderId)]
        const started = (index % 2 === 0 ? both : both.toReversed()).map((one) => one())
        const answers = await Promise.all(started)
        const [created, abandoned] = index % 2 === 0 ? answers : answers.toReversed()
        return { created, abandoned, rows: await countOf(order.orderId) }
      }),
    )
    for (const { created, abandoned, rows } of races) {
      const output = (abandoned as { output: { abandoned: boolean } }).output
      expect(output.abandoned).toBe(!created?.ok)
      expect(rows.orders).toBe(created?.ok ? 1 : 0)
      expect(rows.events).toBe(rows.orders)
    }
  })
})
