import { randomUUID } from 'node:crypto'
import { forgetSecret } from '@korob/platform/secrets'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { sign } from '../../local/sms-simulator/signature.ts'
import { eventually } from '../support/eventually.ts'
import { confirmed, deliverySteps, newOrder, type OrderFacts } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => world.calm())
afterAll(() => world.close())

const only = async ({ phone }: OrderFacts) => {
  const rows = await world.messages(phone)
  expect(rows).toHaveLength(1)
  return rows[0]!
}

/** A text that the gateway has, and whose own receipts never come. */
const sentText = async () => {
  world.sms.switches({ loseReceiptRate: 1 })
  const order = newOrder()
  await world.tellOrders(confirmed(order))
  const message = await only(order)
  expect(message.status).toBe('sent')
  return { order, id: message.id, sid: message.gateway_id! }
}

const post = async (id: string, fields: Record<string, string>, token = world.sms.authToken) => {
  const url = `${world.url}/api/notifications/receipts/${id}`
  const form = new URLSearchParams(fields)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': sign(url, form, token) },
    body: form,
  })
  return answer.status
}

describe('receipts', () => {
  test('the gateway’s own callbacks bring a text to delivered, whether doubled or out of order', async () => {
    world.sms.switches({ duplicateReceiptRate: 1, reorderReceiptRate: 1 })
    const order = newOrder()
    await world.tellOrders(confirmed(order))
    await eventually('every callback', () => {
      const receipts = world.sms.inbox({ to: order.phone }).messages[0]?.receipts ?? []
      return receipts.length === 4 && receipts.every(({ state }) => state === 'accepted')
    })
    expect(await only(order)).toMatchObject({ status: 'delivered', reason: null, due_at: null })
  })

  test('an undelivered text says why', async () => {
    world.sms.switches({ undeliveredRate: 1 })
    const order = newOrder()
    await world.tellOrders(confirmed(order))
    await eventually('the receipt', async () => (await only(order)).status === 'undelivered')
    expect((await only(order)).reason).toBe('undelivered 30003')
  })

  test('late ones never take a text back', async () => {
    const { order, id, sid } = await sentText()
    expect(await post(id, { MessageSid: sid, MessageStatus: 'delivered' })).toBe(204)
    for (const late of ['queued', 'sending', 'sent', 'undelivered', 'failed'])
      expect(await post(id, { MessageSid: sid, MessageStatus: late })).toBe(204)
    expect((await only(order)).status).toBe('delivered')
  })

  test('repeated ones change nothing', async () => {
    const { order, id, sid } = await sentText()
    const fields = { MessageSid: sid, MessageStatus: 'failed', ErrorCode: '30005' }
    expect(await Promise.all([post(id, fields), post(id, fields), post(id, fields)])).toEqual([204, 204, 204])
    expect(await only(order)).toMatchObject({ status: 'failed', reason: 'failed 30005' })
  })

  test('forged ones are refused and change nothing', async () => {
    const { order, id, sid } = await sentText()
    expect(await post(id, { MessageSid: sid, MessageStatus: 'delivered' }, 'another token')).toBe(403)
    const url = `${world.url}/api/notifications/receipts/${id}`
    const signature = sign(url, new URLSearchParams({ MessageSid: sid, MessageStatus: 'failed' }), world.sms.authToken)
    const body = new URLSearchParams({ MessageSid: sid, MessageStatus: 'delivered' })
    for (const headers of [{ 'x-twilio-signature': signature }, {}] as Record<string, string>[])
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(403)
    expect((await only(order)).status).toBe('sent')
  })

  test('those signed by a token that was rotated a moment ago are taken', async () => {
    const { order, id, sid } = await sentText()
    const fields = { MessageSid: sid, MessageStatus: 'delivered' }
    // What was read just now is not read again for each forged one.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    try {
      world.rotateToken('rotated')
      expect(await post(id, fields, 'rotated')).toBe(204)
      expect(await post(id, fields)).toBe(403)
    } finally {
      vi.useRealTimers()
      world.rotateToken(world.sms.authToken)
      forgetSecret(process.env.SMS_GATEWAY_SECRET_ARN ?? '')
    }
    expect((await only(order)).status).toBe('delivered')
  })

  test('a signature for one message does not serve another', async () => {
    const [one, other] = [await sentText(), await sentText()]
    const form = new URLSearchParams({ MessageSid: one.sid, MessageStatus: 'delivered' })
    const signature = sign(`${world.url}/api/notifications/receipts/${one.id}`, form, world.sms.authToken)
    const answer = await fetch(`${world.url}/api/notifications/receipts/${other.id}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: form,
    })
    expect(answer.status).toBe(403)
  })

  test('one about another text than the one we know is taken note of, no more', async () => {
    const { order, id, sid } = await sentText()
    expect(await post(id, { MessageSid: 'SMother', MessageStatus: 'delivered' })).toBe(204)
    expect(await only(order)).toMatchObject({ status: 'sent', gateway_id: sid })
  })

  test('one about no message of ours is not found', async () => {
    expect(await post(randomUUID(), { MessageSid: 'SM1', MessageStatus: 'sent' })).toBe(404)
  })

  test.each([
    { wrong: 'no status', fields: { MessageSid: 'SM1' } },
    { wrong: 'an unknown status', fields: { MessageSid: 'SM1', MessageStatus: 'lost' } },
    { wrong: 'no message', fields: { MessageStatus: 'sent' } },
    { wrong: 'nothing', fields: {} },
  ])('malformed ones are refused: $wrong', async ({ fields }) => {
    expect(await post(randomUUID(), fields as Record<string, string>)).toBe(400)
  })

  test('an id that is none is refused', async () => {
    expect(await post('nonsense', { MessageSid: 'SM1', MessageStatus: 'sent' })).toBe(400)
  })

  test('news of a text that waits for another try spares that try', async () => {
    world.sms.switches({ down: true })
    const order = newOrder()
    await world.tellOrders(confirmed(order))
    const { id } = await only(order)
    expect(await post(id, { MessageSid: 'SMtaken', MessageStatus: 'sent' })).toBe(204)
    world.calm()
    await world.passTime(600)
    await world.sweep()
    expect(world.texts(order.phone)).toEqual([])
    expect(await only(order)).toMatchObject({ status: 'sent', gateway_id: 'SMtaken', attempts: 1 })
  })

  test('a callback outweighs a search that took its text for another message’s', async () => {
    const one = await sentText()
    await world.tellOrders(confirmed(one.order, 3))
    const [, other] = await world.messages(one.order.phone)
    await world.db.admin.query('update notifications.messages set gateway_id = null where id = $1', [other?.id])
    expect(await post(other!.id, { MessageSid: one.sid, MessageStatus: 'delivered' })).toBe(204)
    const rows = await world.messages(one.order.phone)
    expect(rows.map(({ status, gateway_id }) => [status, gateway_id])).toEqual([
      ['unknown', null],
      ['delivered', one.sid],
    ])
  })
})

test('receipts of many texts at once are all taken', async () => {
  const order = newOrder()
  await world.tellDelivery(...deliverySteps(order))
  await eventually('all delivered', async () =>
    (await world.messages(order.phone)).every(({ status }) => status === 'delivered'),
  )
})

test('receipts of the inbox are forgotten after two weeks, once an hour', async () => {
  const order = newOrder()
  await world.tellOrders(confirmed(order))
  const count = async () => (await world.db.admin.query('select from notifications.inbox')).rowCount
  await world.db.admin.query(`update notifications.inbox set received_at = now() - interval '15 days'`)
  await world.sweep('2026-11-22T10:59:30Z')
  expect(await count()).toBeGreaterThan(0)
  await world.sweep('2026-11-22T11:00:30Z')
  expect(await count()).toBe(0)
})
