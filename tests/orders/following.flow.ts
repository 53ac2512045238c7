import { applyEvent } from '@korob/platform/consumer'
import { database } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import type { Envelope } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockConfirmed, stockRejected } from '../../functions/catalog/contract.ts'
import { handedOver } from '../../functions/delivery/contract.ts'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import { create, orderCancelled, orderConfirmed } from '../../functions/orders/contract.ts'
import { subscriptions as deliverySubscriptions } from '../../functions/orders/handlers/on-delivery.ts'
import { handler as onStock, subscriptions as stockSubscriptions } from '../../functions/orders/handlers/on-stock.ts'
import { listOrders } from '../../functions/orders/store/list-orders.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { anOrder, deliveryNews, tell } from './support/orders.ts'
import { sqsBatch } from './support/sqs-batch.ts'

let db: ServiceDatabase

beforeAll(async () => {
  db = await serviceDatabase('orders')
})
afterAll(() => db.drop())

const placeOrder = async (changes = {}): Promise<string> => {
  const { orderId } = await takeOrder(create.input.parse(anOrder(changes)))
  return orderId
}
const confirmation = (orderId: string) => tell(stockConfirmed, orderId, { orderId })
const rejection = (orderId: string) => tell(stockRejected, orderId, { orderId, items: [] })
const hear = (event: Envelope) => applyEvent('orders.on-stock', stockSubscriptions, event)
const follow = (event: Envelope) => applyEvent('orders.delivery', deliverySubscriptions, event)

const confirmedOrder = async (): Promise<string> => {
  const orderId = await placeOrder()
  await hear(confirmation(orderId))
  return orderId
}

const order = (orderId: string) =>
  database.one<{ status: string; version: number; delivery: Record<string, unknown> | null; reason: string | null }>(
    sql`select status, version, delivery, cancel_reason as reason from orders where id = ${orderId}`,
  )
const historyOf = async (orderId: string) =>
  (
    await database.many<{ status: string }>(
      sql`select status from order_history where order_id = ${orderId} order by version`,
    )
  ).map(({ status }) => status)
const authorsOf = (orderId: string) =>
  database.many<{ actor: string; actorId: string | null }>(
    sql`select actor, actor_id as "actorId" from order_history where order_id = ${orderId} order by version`,
  )
const eventsOf = (orderId: string, type: string) =>
  database.many<{ carrier: string; sequence: number; envelope: Envelope }>(
    sql`select carrier, sequence, envelope from outbox where subject = ${orderId} and type = ${type} order by carrier`,
  )

describe('stock.confirmed', () => {
  it('confirms the order and tells delivery and the shopper, with all they need', async () => {
    const orderId = await placeOrder({ comment: 'Домофон не работает' })
    await hear(confirmation(orderId))
    expect(await order(orderId)).toMatchObject({ status: 'confirmed', version: 2 })
    const events = await eventsOf(orderId, 'order.confirmed')
    expect(events.map(({ carrier, sequence }) => [carrier, sequence])).toEqual([
      ['rabbitmq', 2],
      ['sns', 2],
    ])
    expect(events[0]?.envelope.id).toBe(events[1]?.envelope.id)
    const data = orderConfirmed.data.parse(events[0]?.envelope.data)
    expect(data).toMatchObject({
      orderId,
      contact: { name: 'Анна', phone: '+79161234567' },
      weightGrams: 2_100,
      totalMinor: 350_000,
      attempt: 1,
      comment: 'Домофон не работает',
      slot: { state: 'held' },
      items: [{ quantity: 2 }, { quantity: 1 }],
    })
  })

  it('heard twice, has its effect once', async () => {
    const orderId = await placeOrder()
    const event = confirmation(orderId)
    await hear(event)
    await hear(event)
    expect(await historyOf(orderId)).toEqual(['placed', 'confirmed'])
    expect(await eventsOf(orderId, 'order.confirmed')).toHaveLength(2)
  })

  it('heard ten times at once, has its effect once', async () => {
    const orderId = await placeOrder()
    const event = confirmation(orderId)
    await Promise.all(Array.from({ length: 10 }, () => hear(event)))
    expect(await historyOf(orderId)).toEqual(['placed', 'confirmed'])
    expect(await eventsOf(orderId, 'order.confirmed')).toHaveLength(2)
  })

  it('of an order that nobody knows yet is retried, and leaves no receipt', async () => {
    const orderId = newId()
    const event = confirmation(orderId)
    await expect(hear(event)).rejects.toThrow(TooEarly)
    await placeOrder({ orderId })
    await hear(event)
    expect(await order(orderId)).toMatchObject({ status: 'confirmed' })
  })

  it('that comes by SQS confirms each order of its batch and returns only what failed', async () => {
    const known = await placeOrder()
    const unknown = newId()
    const answer = await onStock(sqsBatch([confirmation(unknown), confirmation(known)]), lambdaContext())
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] })
    expect(await order(known)).toMatchObject({ status: 'confirmed' })
  })
})

describe('stock.rejected', () => {
  it('cancels the order and says why', async () => {
    const orderId = await placeOrder()
    await hear(rejection(orderId))
    expect(await order(orderId)).toMatchObject({ status: 'cancelled', reason: 'out_of_stock' })
    const events = await eventsOf(orderId, 'order.cancelled')
    expect(events.map(({ carrier }) => carrier)).toEqual(['rabbitmq', 'sns'])
    expect(orderCancelled.data.parse(events[0]?.envelope.data)).toMatchObject({ orderId, reason: 'out_of_stock' })
  })

  it('is final: news of its delivery is dropped', async () => {
    const orderId = await placeOrder()
    await hear(rejection(orderId))
    await follow(deliveryNews(orderId).assigned())
    expect(await historyOf(orderId)).toEqual(['placed', 'cancelled'])
  })
})

describe('the delivery', () => {
  it('is followed to the door', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    const [inHand, atTheDoor] = [news.handedOver(), news.delivered()]
    for (const event of [news.assigned(), inHand, news.departed(), atTheDoor]) await follow(event)
    expect(await historyOf(orderId)).toEqual(['placed', 'confirmed', 'scheduled', 'out_for_delivery', 'delivered'])
    const byCourier = (event: Envelope) => ({ actor: 'courier', actorId: handedOver.data.parse(event.data).courier.id })
    expect(await authorsOf(orderId)).toEqual([
      { actor: 'shopper', actorId: null },
      { actor: 'catalog', actorId: null },
      { actor: 'delivery', actorId: null },
      byCourier(inHand),
      byCourier(atTheDoor),
    ])
    expect((await order(orderId)).delivery).toMatchObject({
      courier: { firstName: 'Пётр' },
      window: { start: '2026-12-01T07:00:00Z' },
      eta: '2026-12-01T07:45:00Z',
      deliveredAt: '2026-12-01T07:50:00Z',
    })
  })

  it('delivered before departed is too early, not a leap', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    await follow(news.assigned())
    const delivered = news.delivered()
    await expect(follow(delivered)).rejects.toThrow(TooEarly)
    await follow(news.departed())
    await follow(delivered)
    expect(await order(orderId)).toMatchObject({ status: 'delivered' })
  })

  it('handed over after departed is past', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    for (const event of [news.assigned(), news.departed(), news.handedOver()]) await follow(event)
    expect(await historyOf(orderId)).toEqual(['placed', 'confirmed', 'scheduled', 'out_for_delivery'])
  })

  it('with another courier later keeps the order scheduled and shows the new one', async () => {
    const orderId = await confirmedOrder()
    await follow(deliveryNews(orderId, 'Пётр').assigned(1))
    await follow(deliveryNews(orderId, 'Марат').assigned(2))
    expect(await order(orderId)).toMatchObject({ status: 'scheduled', delivery: { courier: { firstName: 'Марат' } } })
    expect(await historyOf(orderId)).toEqual(['placed', 'confirmed', 'scheduled'])
  })

  it('moved to another slot is found by that one, and an event that tells none leaves it there', async () => {
    const orderId = await confirmedOrder()
    const slots = [8, 9].map((day) => ({
      id: `2026-12-0${day}T10`,
      start: `2026-12-0${day}T07:00:00.000Z`,
      end: `2026-12-0${day}T09:00:00.000Z`,
    }))
    const found = async (slotId: string) =>
      (await listOrders({ slotId }, undefined, 50)).filter(({ id }) => id === orderId)
    for (const [index, slot] of slots.entries()) {
      await follow(deliveryNews(orderId).assigned(index + 1, slot))
      expect(await found(slot.id)).toMatchObject([{ slot: { ...slot, state: 'held' } }])
    }
    await follow(deliveryNews(orderId).assigned(3))
    expect(await found('2026-12-09T10')).toHaveLength(1)
    expect(await found('2026-12-08T10')).toEqual([])
    expect(await found('2026-12-01T10')).toEqual([])
  })

  it('that failed for the last time is over in one state, whatever the order of its news: cancelled, told once, the goods back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
        async (sequence, repeats) => {
          const orderId = await confirmedOrder()
          const news = deliveryNews(orderId)
          const events = [news.assigned(), news.departed(), news.failed(), news.returned()]
          let waiting = [...sequence, ...repeats].map((index) => events[index] as Envelope)
          for (let round = 0; waiting.length > 0 && round < 8; round++) {
            const early: Envelope[] = []
            for (const event of waiting)
              await follow(event).catch((error: unknown) => {
                if (!(error instanceof TooEarly)) throw error
                early.push(event)
              })
            waiting = early
          }
          expect(waiting).toEqual([])
          const { status, reason } = await order(orderId)
          expect({ status, reason }).toEqual({ status: 'cancelled', reason: 'delivery_failed' })
          const { goods } = await database.one<{ goods: string }>(sql`select goods from orders where id = ${orderId}`)
          expect(goods).toBe('back')
          const told = await eventsOf(orderId, 'order.cancelled')
          expect(told.map(({ carrier }) => carrier)).toEqual(['rabbitmq', 'sns'])
          const returned = await eventsOf(orderId, 'order.returned')
          expect(returned.map(({ carrier }) => carrier)).toEqual(['sns'])
          expect(returned[0]!.sequence).toBeGreaterThan(told[0]!.sequence)
          expect(returned[0]!.envelope.data).toMatchObject({ items: [{ quantity: 2 }, { quantity: 1 }] })
        },
      ),
      { numRuns: 15 },
    )
  })

  it('that is back after somebody has cancelled the order leaves only the goods to take back', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    for (const event of [news.assigned(), news.departed(), news.failed()]) await follow(event)
    await database.run(sql`update orders set status = 'cancelled', cancel_reason = 'operator' where id = ${orderId}`)
    await follow(news.returned())
    expect(await order(orderId)).toMatchObject({ status: 'cancelled', reason: 'operator' })
    expect(await eventsOf(orderId, 'order.cancelled')).toEqual([])
    expect(await eventsOf(orderId, 'order.returned')).toHaveLength(1)
  })

  it('that is declined for want of a window cancels the order for its shopper, whichever news comes first, once', async () => {
    for (const order of ['declined first', 'assigned first']) {
      const orderId = await confirmedOrder()
      const news = deliveryNews(orderId)
      if (order === 'assigned first') await follow(news.assigned())
      const declined = news.declined()
      await follow(declined)
      await follow(declined)
      await follow(news.declined(4))
      if (order === 'declined first') await follow(news.assigned())
      expect(await historyOf(orderId)).toEqual(
        order === 'assigned first'
          ? ['placed', 'confirmed', 'scheduled', 'cancelled']
          : ['placed', 'confirmed', 'cancelled'],
      )
      const told = await eventsOf(orderId, 'order.cancelled')
      expect(told.map(({ carrier }) => carrier)).toEqual(['rabbitmq', 'sns'])
      expect(told[0]!.envelope.data).toMatchObject({ reason: 'shopper' })
    }
  })

  it('whose parcel is back without an attempt is planned anew; a courier who had delivered it ends it, by every step', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    await follow(news.assigned())
    const back = news.back()
    await expect(follow(back)).rejects.toThrow(TooEarly)
    await follow(news.departed())
    await follow(back)
    await follow(back)
    expect(await order(orderId)).toMatchObject({ status: 'delivery_failed', delivery: { failure: null, isBack: true } })
    const needsDelivery = async () => (await listOrders({ needs: 'delivery' }, undefined, 50)).map(({ id }) => id)
    expect(await needsDelivery()).not.toContain(orderId)
    await follow(news.assigned(5))
    expect(await order(orderId)).toMatchObject({ status: 'scheduled', delivery: { isBack: false } })
    await follow(news.deliveredLate(6))
    expect(await historyOf(orderId)).toEqual([
      'placed',
      'confirmed',
      'scheduled',
      'out_for_delivery',
      'delivery_failed',
      'scheduled',
      'out_for_delivery',
      'delivered',
    ])
    const sooner = await confirmedOrder()
    const others = deliveryNews(sooner)
    for (const event of [others.assigned(), others.departed(), others.back(), others.deliveredLate(5)])
      await follow(event)
    expect(await order(sooner)).toMatchObject({ status: 'delivered' })
  })

  it('whose parcel is lost cancels the order with that reason, once, and nobody waits for the goods', async () => {
    const orderId = await confirmedOrder()
    const news = deliveryNews(orderId)
    await follow(news.assigned())
    const lost = news.lost()
    await expect(follow(lost)).rejects.toThrow(TooEarly)
    await follow(news.departed())
    await follow(lost)
    await follow(lost)
    await follow(news.delivered(5))
    expect(await order(orderId)).toMatchObject({ status: 'cancelled', reason: 'lost' })
    const told = await eventsOf(orderId, 'order.cancelled')
    expect(told.map(({ carrier }) => carrier)).toEqual(['rabbitmq', 'sns'])
    expect(orderCancelled.data.parse(told[0]!.envelope.data)).toMatchObject({ reason: 'lost', goodsOut: true })
    expect(await eventsOf(orderId, 'order.returned')).toEqual([])
    expect(await database.one(sql`select goods, payment_state as payment from orders where id = ${orderId}`)).toEqual({
      goods: 'lost',
      payment: 'due',
    })
  })

  it('that is declined before its order is known here waits for it', async () => {
    await expect(follow(deliveryNews(newId()).declined())).rejects.toThrow(TooEarly)
  })

  // A state that is set blindly: a late or repeated event moves the order backwards.
  it('in any order and with any repeats ends delivered, by one way only', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
        async (sequence, repeats) => {
          const orderId = await confirmedOrder()
          const news = deliveryNews(orderId)
          const events = [news.assigned(), news.handedOver(), news.departed(), news.delivered()]
          let waiting = [...sequence, ...repeats].map((index) => events[index] as Envelope)
          // What is too early comes again, as from a retry queue; each round at least one event is applied.
          for (let round = 0; waiting.length > 0 && round < 8; round++) {
            const early: Envelope[] = []
            for (const event of waiting)
              await follow(event).catch((error: unknown) => {
                if (!(error instanceof TooEarly)) throw error
                early.push(event)
              })
            waiting = early
          }
          expect(waiting).toEqual([])
          expect(await historyOf(orderId)).toEqual([
            'placed',
            'confirmed',
            'scheduled',
            'out_for_delivery',
            'delivered',
          ])
        },
      ),
      { numRuns: 60 },
    )
  })
})
