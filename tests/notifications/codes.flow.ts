import { randomUUID } from 'node:crypto'
import { type Envelope, newEvent } from '@korob/platform/events'
import { seal } from '@korob/platform/sealed'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountDeleted, signInCode } from '../../functions/backend/contract.ts'
import { orderAnonymised, personSubject } from '../../functions/orders/contract.ts'
import { newPhone } from '../support/shopper.ts'
import { cancelled, confirmed, newOrder } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
beforeEach(() => world.calm())
afterAll(() => world?.close())

const minute = 60_000

const codeFor = async (phone: string, code = '042042', lastsMs = 10 * minute, spare?: string): Promise<Envelope> => {
  const signInId = randomUUID()
  return newEvent(signInCode, signInId, 1, {
    signInId,
    phone,
    language: 'ru',
    sealed: await seal(code, signInId),
    ...(spare === undefined ? {} : { sealedSpare: await seal(spare, signInId) }),
    expiresAt: new Date(Date.now() + lastsMs).toISOString(),
  })
}

const bodiesOf = async (recipient: string): Promise<string[]> => {
  const { rows } = await world.db.admin.query<{ body: string }>(
    'select body from notifications.messages where recipient = $1 order by position',
    [recipient],
  )
  return rows.map(({ body }) => body)
}

describe('a sign-in code', () => {
  test('becomes one text, however often its event comes, and is scrubbed once it is sent', async () => {
    const phone = newPhone()
    const event = await codeFor(phone)
    await Promise.all([world.tellCodes(event, event), world.tellCodes(event)])
    expect(world.texts(phone)).toEqual(['042042 — код для входа в «Короб». Никому его не говорите.'])
    expect(await bodiesOf(phone)).toEqual(['—'])
  })

  test('has a spare one beside it where no other may be sent for now, which is scrubbed with it', async () => {
    const phone = newPhone()
    await world.tellCodes(await codeFor(phone, '042042', 10 * minute, '7KQ2-MX4T-9RWZ'))
    expect(world.texts(phone)).toEqual([expect.stringMatching(/^042042 — .*запасной: 7KQ2-MX4T-9RWZ\./)])
    expect(await bodiesOf(phone)).toEqual(['—'])
  })

  test('is told beside another of the same phone, in whichever order they come', async () => {
    const phone = newPhone()
    const [first, second] = [await codeFor(phone, '111111'), await codeFor(phone, '222222')]
    await world.tellCodes(second)
    await world.tellCodes(first)
    expect(world.texts(phone)).toHaveLength(2)
  })

  test('waits while the gateway is away, and goes out once it is back', async () => {
    const phone = newPhone()
    world.sms.switches({ down: true })
    await world.tellCodes(await codeFor(phone))
    expect(world.texts(phone)).toEqual([])
    world.calm()
    await world.passTime(120)
    await world.sweep()
    expect(world.texts(phone)).toHaveLength(1)
    expect(await bodiesOf(phone)).toEqual(['—'])
  })

  test('that comes too late is told to nobody, and its words are not kept', async () => {
    const phone = newPhone()
    await world.tellCodes(await codeFor(phone, '042042', -minute))
    expect(world.texts(phone)).toEqual([])
    expect(await world.messages(phone)).toMatchObject([{ status: 'dropped', reason: 'expired' }])
    expect(await bodiesOf(phone)).toEqual(['—'])
  })

  test('whose answer was lost is looked for by its words until it ends, and scrubbed then', async () => {
    const phone = newPhone()
    await world.tellCodes(await codeFor(phone))
    await world.db.admin.query(
      `update notifications.messages
          set status = 'unknown', due_at = now() + interval '1 hour', body = 'the code', gateway_id = null,
              expires_at = now() - interval '1 second', finished_at = null
        where recipient = $1`,
      [phone],
    )
    expect(await bodiesOf(phone)).toEqual(['the code'])
    await world.sweep()
    expect(await bodiesOf(phone)).toEqual(['—'])
  })
})

describe('who is to be forgotten', () => {
  const forget = (orderId: string) => newEvent(orderAnonymised, personSubject(orderId), 1, { orderId })
  const textsAbout = async (orderId: string) => {
    const { rows } = await world.db.admin.query<{ recipient: string; body: string; status: string }>(
      'select recipient, body, status from notifications.messages where order_id = $1 order by position',
      [orderId],
    )
    return rows
  }
  const forgotten = { recipient: '+70000000000', body: '—' }

  test('is, in texts that were sent, and a second time changes nothing', async () => {
    const order = newOrder()
    await world.tellOrders(confirmed(order), cancelled(order))
    await world.tellOrders(forget(order.orderId), forget(order.orderId))
    expect(await textsAbout(order.orderId)).toMatchObject([forgotten, forgotten])
    expect(world.texts(order.phone)).toHaveLength(2)
  })

  test('still gets the text that is under way, and is forgotten with it', async () => {
    const order = newOrder()
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    await world.tellOrders(forget(order.orderId))
    expect(await textsAbout(order.orderId)).toMatchObject([{ recipient: order.phone }])
    world.calm()
    await world.passTime(300)
    await world.sweep()
    expect(world.texts(order.phone)).toHaveLength(1)
    expect(await textsAbout(order.orderId)).toMatchObject([forgotten])
  })

  test('is, also where news of the order comes later than the wish', async () => {
    const order = newOrder()
    await world.tellOrders(forget(order.orderId))
    await world.tellOrders(cancelled(order))
    expect(world.texts(order.phone)).toHaveLength(1)
    expect(await textsAbout(order.orderId)).toMatchObject([forgotten])
  })

  test('is with an account: whom codes went to', async () => {
    const phone = newPhone()
    await world.tellCodes(await codeFor(phone))
    const accountId = randomUUID()
    await world.tellOrders(newEvent(accountDeleted, accountId, 1, { accountId, phone }))
    expect(await world.messages(phone)).toEqual([])
  })
})
