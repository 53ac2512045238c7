import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { outcomeKeeper } from '../../functions/notifications/sending/keep-outcomes.ts'
import {
  type Failure,
  recordAccepted,
  recordAllFailed,
  returnUntried,
} from '../../functions/notifications/store/attempted.ts'
import {
  type ClaimedMessage,
  claimDue,
  markHandedOver,
  returnNotHandedOver,
} from '../../functions/notifications/store/claim.ts'
import { applyReceipt } from '../../functions/notifications/store/receipt.ts'
import { recordAbsent, recordStillUnknown } from '../../functions/notifications/store/search-result.ts'
import { confirmed, newOrder, type OrderFacts } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.calm())
afterAll(() => world.close())

const leaseMs = 30_000

const waitingOrder = async (): Promise<OrderFacts> => {
  world.sms.switches({ down: true })
  const order = newOrder()
  await world.tellOrders(confirmed(order))
  await world.passTime(600)
  return order
}

const claim = async ({ orderId }: OrderFacts): Promise<ClaimedMessage> => {
  const [claimed, ...others] = await claimDue(10, leaseMs, [orderId])
  expect(others).toEqual([])
  return claimed!
}

const fail = (message: ClaimedMessage, outcome: Failure) =>
  recordAllFailed([{ message, outcome, durationMs: 1, dueInMs: 0 }])

const only = async ({ phone }: OrderFacts) => (await world.messages(phone))[0]

describe('a lease', () => {
  test('keeps others away until it runs out', async () => {
    const order = await waitingOrder()
    const first = await claim(order)
    expect(first.status).toBe('sending')
    expect(await claimDue(10, leaseMs, [order.orderId])).toEqual([])
    await world.passTime(31)
    expect(await claim(order)).toMatchObject({ id: first.id, status: 'unknown', attempts: first.attempts })
  })

  test('of a sender that says what it hands over leaves what it did not hand over to be sent, not unknown', async () => {
    const order = await waitingOrder()
    const [before] = await claimDue(10, leaseMs, [order.orderId], true)
    await world.passTime(31)
    expect(await claimDue(10, leaseMs, [order.orderId], true)).toEqual([])
    expect(await returnNotHandedOver()).toBe(1)
    expect(await markHandedOver(before!)).toBe(false)
    const [after] = await claimDue(10, leaseMs, [order.orderId], true)
    expect(after?.status).toBe('sending')
    expect(await markHandedOver(after!)).toBe(true)
    await world.passTime(31)
    expect(await returnNotHandedOver()).toBe(0)
    expect((await claim(order)).status).toBe('unknown')
  })

  test('given back untried leaves no attempt behind', async () => {
    const order = await waitingOrder()
    const claimed = await claim(order)
    await returnUntried([claimed])
    expect(await only(order)).toMatchObject({ status: 'queued', attempts: claimed.attempts - 1 })
    expect((await claim(order)).attempts).toBe(claimed.attempts)
  })

  test('that ran out makes what its sender failed at worthless', async () => {
    const order = await waitingOrder()
    const slow = await claim(order)
    await world.passTime(31)
    const resolver = await claim(order)
    expect(await fail(slow, { kind: 'refused', reason: 'no', httpStatus: 400 })).toBe(0)
    expect(await returnUntried([slow])).toBe(0)
    expect(await only(order)).toMatchObject({ status: 'unknown' })
    expect(await recordAbsent(resolver)).toBe(1)
  })

  test('that ran out does not make an accepted text less accepted', async () => {
    const order = await waitingOrder()
    const slow = await claim(order)
    await world.passTime(31)
    const resolver = await claim(order)
    await recordAccepted(slow, { kind: 'accepted', gatewayId: 'SMslow', httpStatus: 201 }, 1)
    expect(await recordAbsent(resolver)).toBe(0)
    expect(await recordStillUnknown(resolver, 'not listed', 0)).toBe(0)
    expect(await only(order)).toMatchObject({ status: 'sent', gateway_id: 'SMslow' })
  })

  test('ends with a receipt: nobody sends what the gateway has spoken of', async () => {
    const order = await waitingOrder()
    const claimed = await claim(order)
    await world.passTime(31)
    const resolver = await claim(order)
    await applyReceipt({ messageId: claimed.id, gatewayId: 'SMheard', status: 'sent', reason: undefined })
    expect(await recordAbsent(resolver)).toBe(0)
    expect(await fail(claimed, { kind: 'postponed', reason: 'x', wholeGateway: false })).toBe(0)
    expect(await only(order)).toMatchObject({ status: 'sent', due_at: null })
  })

  test('of one resolver does not serve another', async () => {
    const order = await waitingOrder()
    await claim(order)
    await world.passTime(31)
    const first = await claim(order)
    await world.passTime(31)
    const second = await claim(order)
    expect(await recordAbsent(first)).toBe(0)
    expect(await recordStillUnknown(first, 'x', 0)).toBe(0)
    expect(await recordAbsent(second)).toBe(1)
  })

  test('shorter than an attempt is refused, before a text could be sent twice', async () => {
    await waitingOrder()
    process.env.SMS_LEASE_MS = '3000'
    try {
      await expect(world.sweep()).rejects.toThrow('SMS_LEASE_MS must be above 5500')
    } finally {
      delete process.env.SMS_LEASE_MS
    }
  })

  test('an answer that proves two texts names the one we know', async () => {
    const order = await waitingOrder()
    const claimed = await claim(order)
    await applyReceipt({ messageId: claimed.id, gatewayId: 'SMone', status: 'sent', reason: undefined })
    expect(await recordAccepted(claimed, { kind: 'accepted', gatewayId: 'SMtwo', httpStatus: 201 }, 1)).toEqual({
      gatewayId: 'SMone',
    })
  })

  test('of several accepted at once, one that the gateway gave another’s id, is kept with it, and so are the others', async () => {
    const [first, second, third] = [await waitingOrder(), await waitingOrder(), await waitingOrder()]
    const [a, b, c] = [await claim(first), await claim(second), await claim(third)]
    await recordAccepted(a, { kind: 'accepted', gatewayId: 'SMtaken', httpStatus: 201 }, 1)
    const { promise, resolve } = Promise.withResolvers<void>()
    let left = 2
    const keep = outcomeKeeper((kept) => {
      left -= kept.length
      if (left === 0) resolve()
    })
    for (const [message, gatewayId] of [
      [b, 'SMtaken'],
      [c, 'SMfree'],
    ] as const)
      keep({ message, outcome: { kind: 'accepted', gatewayId, httpStatus: 201 }, durationMs: 1, startedAt: new Date() })
    await promise
    expect(await only(second)).toMatchObject({ status: 'sent', gateway_id: 'SMtaken' })
    expect(await only(third)).toMatchObject({ status: 'sent', gateway_id: 'SMfree' })
    expect(await only(first)).toMatchObject({ gateway_id: null })
  })
})
