import { randomUUID } from 'node:crypto'
import { newEvent } from '@korob/platform/events'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountDeleted } from '../../functions/backend/contract.ts'
import { handler as operations } from '../../functions/notifications/handlers/operations.ts'
import { applyWish } from '../../functions/notifications/store/opt-outs.ts'
import { sign } from '../../local/sms-simulator/signature.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { newPhone } from '../support/shopper.ts'
import { cancelled, confirmed, newOrder } from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

interface Told {
  orders: boolean
  stoppedAt: string | null
  stoppedBy: string | null
  resumeBy: string | null
  blockedByShop: boolean
}

const call = async (operation: string, input: object): Promise<Told | string> => {
  const answer = (await operations({ operation, input }, lambdaContext())) as
    | { ok: true; output: Told }
    | { ok: false; code: string }
  return answer.ok ? answer.output : answer.code
}
const read = (phone: string) => call('readOrderTexts', { phone })
/** What somebody wishes in the profile. */
const wish = (phone: string, orders: boolean, atMs = Date.now()) =>
  call('wishOrderTexts', { phone, orders, wishedAt: new Date(atMs).toISOString() })

const on: Told = { orders: true, stoppedAt: null, stoppedBy: null, resumeBy: null, blockedByShop: false }
const off = (stoppedBy: string, resumeBy = stoppedBy) =>
  expect.objectContaining({ orders: false, stoppedAt: expect.any(String), stoppedBy, resumeBy })

describe('who wants no texts about orders, as the profile says', () => {
  test('gets none from then on, also none that waits, and all again once they are wanted', async () => {
    const order = newOrder()
    expect(await read(order.phone)).toEqual(on)
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    expect(await wish(order.phone, false)).toEqual(off('profile'))
    world.calm()
    await world.passTime(600)
    await world.sweep()
    const other = { ...newOrder(), phone: order.phone }
    await world.tellOrders(confirmed(other))
    expect((await world.messages(order.phone)).map(({ reason }) => reason)).toEqual(['opted_out', 'opted_out'])
    expect(await wish(order.phone, true)).toEqual(on)
    await world.tellOrders(cancelled(other))
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('is told the same by a text from the phone: the last of the two counts', async () => {
    const phone = newPhone()
    await world.reply(phone, 'СТОП')
    expect(await read(phone)).toEqual(off('phone', 'profile'))
    expect(await wish(phone, true)).toEqual(on)
    expect(await wish(phone, false)).toEqual(off('profile'))
    await world.reply(phone, 'СТАРТ')
    expect(await read(phone)).toEqual(on)
  })

  test('is not undone by what was wished before and comes later, from the profile or the phone', async () => {
    const phone = newPhone()
    const now = Date.now()
    await wish(phone, false, now)
    expect(await wish(phone, true, now - 1)).toEqual(off('profile'))
    await world.reply(phone, 'СТАРТ', undefined, now - 60_000)
    expect(await read(phone)).toEqual(off('profile'))
  })

  test('stays so when the account is deleted: the number may still be given for an order', async () => {
    const order = newOrder()
    await wish(order.phone, false)
    await world.tellOrders(
      newEvent(accountDeleted, order.orderId, 1, { accountId: order.orderId, phone: order.phone }),
      confirmed(order),
    )
    expect(world.texts(order.phone)).toEqual([])
    expect(await read(order.phone)).toEqual(off('profile'))
  })

  test('by a clock that is fast does not overrule what the phone says in a moment', async () => {
    const phone = newPhone()
    await wish(phone, true, Date.now() + 3_600_000)
    await world.reply(phone, 'СТОП', undefined, Date.now() + 1_000)
    expect(await read(phone)).toEqual(off('phone', 'profile'))
  })
})

describe('what the gateway goes by itself', () => {
  /** A text that the gateway says it has read, as Twilio does with Advanced Opt-Out. */
  const readByGateway = async (From: string, OptOutType: string): Promise<void> => {
    const url = `${world.url}/api/notifications/inbound`
    const body = new URLSearchParams({ MessageSid: `SM${randomUUID()}`, From, Body: OptOutType, OptOutType })
    const headers = { 'x-twilio-signature': sign(url, body, world.sms.authToken) }
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(204)
  }

  test('only the phone ends: the profile is refused, and loses no wish by it', async () => {
    const phone = newPhone()
    await readByGateway(phone, 'STOP')
    expect(await read(phone)).toEqual(off('phone'))
    expect(await wish(phone, true)).toBe('stopped_by_phone')
    expect(await read(phone)).toEqual(off('phone'))
    // СТАРТ the gateway doesn't read: it would go on refusing.
    await world.reply(phone, 'СТАРТ')
    expect(await read(phone)).toEqual(off('phone'))
    await readByGateway(phone, 'START')
    expect(await read(phone)).toEqual(on)
  })

  test('is learned from its refusal, though the profile had said otherwise before', async () => {
    const order = { ...newOrder(), phone: '+15005550004' }
    expect(await wish(order.phone, true)).toEqual(on)
    await world.tellOrders(confirmed(order))
    expect(await read(order.phone)).toEqual(off('phone'))
    expect(await wish(order.phone, true)).toBe('stopped_by_phone')
  })

  test('counts, too, where its STOP is heard after a later wish in the profile', async () => {
    const phone = newPhone()
    await wish(phone, true)
    await applyWish(phone, 'stop', `SM${randomUUID()}`, new Date(Date.now() - 60_000), true)
    expect(await read(phone)).toEqual(off('phone'))
  })
})

test('a number that the shop has blocked is told so, whatever it wishes', async () => {
  const phone = newPhone()
  await world.db.admin.query(
    `insert into notifications.blocked_numbers (id, phone, reason, blocked_by) values (gen_random_uuid(), $1, 'x', 'x')`,
    [phone],
  )
  expect(await wish(phone, true)).toEqual({ ...on, blockedByShop: true })
})

test('of any wishes that come in any order and at once the latest holds', async () => {
  const wishes = fc.array(fc.record({ orders: fc.boolean(), by: fc.constantFrom('profile', 'СТОП', 'СТАРТ') }), {
    minLength: 2,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(wishes, fc.infiniteStream(fc.nat()), async (said, order) => {
      const phone = newPhone()
      const beganMs = Date.now() - 3_600_000
      const shuffled = said
        .map((one, index) => ({ ...one, atMs: beganMs + index * 1_000, place: order.next().value ?? 0 }))
        .sort((a, b) => a.place - b.place)
      await Promise.all(
        shuffled.map(({ by, orders, atMs }) =>
          by === 'profile' ? wish(phone, orders, atMs) : world.reply(phone, by, undefined, atMs),
        ),
      )
      const last = said.at(-1)
      const isWanted = last?.by === 'profile' ? last.orders : last?.by === 'СТАРТ'
      expect(await read(phone)).toMatchObject({ orders: isWanted })
    }),
    { numRuns: 25 },
  )
})

test.each([{ phone: '123' }, { phone: '+79161234567', orders: 'no' }, {}])(
  'a wish of %j is not taken',
  async (input) => {
    await expect(
      call('wishOrderTexts', { wishedAt: new Date().toISOString(), orders: true, ...input }),
    ).rejects.toThrow()
  },
)
