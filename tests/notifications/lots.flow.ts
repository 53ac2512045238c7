import { metrics } from '@korob/platform/observability'
import { forgetSecret } from '@korob/platform/secrets'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { chosenGateway } from '../../functions/notifications/gateway/chosen.ts'
import { wishOrderTexts } from '../../functions/notifications/sending/order-texts.ts'
import { sendDue } from '../../functions/notifications/sending/send-due.ts'
import { type ClaimedMessage, claimDue } from '../../functions/notifications/store/claim.ts'
import { eventually } from '../support/eventually.ts'
import { type HeldRequests, holdRequestsTo } from '../support/held-requests.ts'
import { confirmed, newOrder, type OrderFacts } from './support/events.ts'
import { killSenderWhile } from './support/killed-sender.ts'
import { type OddGateway, startOddGateway } from './support/odd-gateway.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let gateway: OddGateway
let secrets: HeldRequests

beforeAll(async () => {
  process.env.SMS_PARALLEL = '1'
  world = await startWorld()
  gateway = await startOddGateway()
  secrets = await holdRequestsTo(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? '')
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = secrets.url
})
afterEach(() => {
  gateway.behave('answers')
  world.calm()
})
afterAll(async () => {
  delete process.env.SMS_PARALLEL
  await gateway?.close()
  await secrets?.close()
  await world?.close()
})

const leaseMs = 30_000
const only = async ({ phone }: OrderFacts) => {
  const rows = await world.messages(phone)
  expect(rows).toHaveLength(1)
  return rows[0]!
}
const fates = async (orders: readonly OrderFacts[]) => {
  const known: (string | null)[] = []
  for (const order of orders) {
    const { status, reason } = await only(order)
    known.push(status === 'sent' ? status : reason)
  }
  return known
}
const attemptsOf = async (order: OrderFacts) => {
  const { rowCount } = await world.db.admin.query('select from notifications.message_attempts where message_id = $1', [
    (await only(order)).id,
  ])
  return rowCount
}

test('a text that waits in its lot is not sent once its number was stopped, be it by a text, the profile or an operator', async () => {
  const orders = Array.from({ length: 5 }, () => newOrder())
  const [first, texted, wished, blocked, last] = orders as [OrderFacts, OrderFacts, OrderFacts, OrderFacts, OrderFacts]
  const counted = vi.spyOn(metrics, 'addMetric')
  gateway.behave('waits')
  const startedMs = Date.now()
  const telling = world.tellOrders(...orders.map((order) => confirmed(order)))
  await eventually('the first is under way', () => gateway.textsTo(first.phone).length === 1)
  for (const order of orders.slice(1)) expect((await only(order)).status).toBe('sending')
  await world.reply(texted.phone, 'STOP')
  await wishOrderTexts(wished.phone, false, new Date())
  await world.db.admin.query(
    `insert into notifications.blocked_numbers (id, phone, reason, blocked_by) values (gen_random_uuid(), $1, 'x', 'o-1')`,
    [blocked.phone],
  )
  await eventually('what claiming saw is of before', () => Date.now() > startedMs + 150)
  gateway.behave('answers')
  gateway.release()
  await telling
  expect(await fates(orders)).toEqual(['sent', 'opted_out', 'opted_out', 'blocked', 'sent'])
  for (const order of orders)
    expect(gateway.textsTo(order.phone)).toHaveLength(order === first || order === last ? 1 : 0)
  // As if nobody had claimed them.
  for (const order of [texted, wished, blocked]) {
    expect(await only(order)).toMatchObject({ status: 'dropped', attempts: 0, due_at: null })
    expect(await attemptsOf(order)).toBe(0)
  }
  const withheld = counted.mock.calls.filter(([name]) => name === 'textsWithheld')
  counted.mockRestore()
  expect(withheld).toHaveLength(3)
})

/** A text that may have been sent, under a lease to look for it. */
const unknownText = async (): Promise<{ order: OrderFacts; message: ClaimedMessage }> => {
  const order = newOrder()
  gateway.behave('breaks off')
  await world.tellOrders(confirmed(order))
  await world.passTime(60)
  const [message] = await claimDue(1, leaseMs, [order.orderId])
  expect(message?.status).toBe('unknown')
  gateway.behave('answers')
  return { order, message: message! }
}
const sendOnly = (message: ClaimedMessage, atMs: number, untilMs: number) =>
  sendDue(chosenGateway(), { untilMs, orderIds: [], claimed: [{ message, atMs }] })

describe('a text that is to be looked for', () => {
  test.each([
    { when: 'when others may soon be at it', ageMs: leaseMs, leftMs: 60_000 },
    { when: 'when no time is left', ageMs: 0, leftMs: 0 },
  ])('is left to others $when', async ({ ageMs, leftMs }) => {
    const { order, message } = await unknownText()
    const asked = gateway.pagesAsked()
    await sendOnly(message, Date.now() - ageMs, Date.now() + leftMs)
    expect(gateway.pagesAsked()).toBe(asked)
    const [mine] = await claimDue(1, leaseMs, [order.orderId])
    expect(mine).toMatchObject({ status: 'unknown', attempts: 1 })
    await sendOnly(mine!, Date.now(), Date.now() + 60_000)
    expect(await fates([order])).toEqual(['sent'])
  })

  test('is not looked for longer than an exchange may take, however many pages there are', async () => {
    const { order, message } = await unknownText()
    const asked = gateway.pagesAsked()
    gateway.behave('answers', (texts) => [[], [], [], texts], 600)
    await sendOnly(message, Date.now(), Date.now() + 60_000)
    expect(gateway.pagesAsked() - asked).toBeLessThan(4)
    expect((await only(order)).status).toBe('unknown')
  })
})

test('a text whose login took too long to be read is given back, not handed over at the last moment', async () => {
  const order = newOrder()
  gateway.behave('refuses')
  await world.tellOrders(confirmed(order))
  for (const _ of [1, 2, 3]) {
    await world.passTime(60)
    gateway.behave('refuses')
    await world.sweep()
  }
  await world.db.admin.query(
    `update notifications.messages set status = 'queued', due_at = now(), claim = null where recipient = $1`,
    [order.phone],
  )
  gateway.behave('answers')
  const [message] = await claimDue(1, leaseMs, [order.orderId])
  forgetSecret(process.env.SMS_GATEWAY_SECRET_ARN ?? '')
  const asking = secrets.hold(/^POST/)
  const untilMs = Date.now() + 500
  const sending = sendOnly(message!, Date.now(), untilMs)
  const login = await asking
  await eventually('no time is left', () => Date.now() > untilMs)
  login.release()
  await sending
  expect(gateway.textsTo(order.phone)).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'queued', attempts: message!.attempts - 1 })
  await sendOnly((await claimDue(1, leaseMs, [order.orderId]))[0]!, Date.now(), Date.now() + 60_000)
  expect(gateway.textsTo(order.phone)).toHaveLength(1)
})

describe('a batch whose environment is killed', () => {
  /** The broker brings the batch again, and the sweeper looks twice after what was claimed. */
  const comesToRest = async (events: readonly unknown[]) => {
    gateway.behave('answers')
    await world.tellOrders(...events)
    for (const _ of [1, 2, 3]) {
      await world.passTime(60)
      await world.sweep()
    }
  }

  test('in the middle of its lot is sent whole, and nothing of it twice', async () => {
    const orders = Array.from({ length: 12 }, () => newOrder())
    const events = orders.map((order) => confirmed(order))
    gateway.behave('waits')
    const before = gateway.taken()
    await killSenderWhile(events, () =>
      eventually('the third is under way', () => {
        if (gateway.taken() - before < 3) gateway.release()
        return gateway.taken() - before === 3
      }),
    )
    expect((await only(orders[3]!)).status).toBe('sending')
    await comesToRest(events)
    expect(await fates(orders)).toEqual(orders.map(() => 'sent'))
    for (const { phone } of orders) expect(gateway.textsTo(phone)).toHaveLength(1)
  })

  test('before it was kept is kept when it comes again, and sent once', async () => {
    const orders = Array.from({ length: 12 }, () => newOrder())
    const events = orders.map((order) => confirmed(order))
    await world.db.admin.query('begin; lock table notifications.messages in share mode')
    await killSenderWhile(events, () =>
      eventually('its texts are about to be kept', async () => {
        const { rowCount } = await world.db.admin.query(
          `select from pg_locks where relation = 'notifications.messages'::regclass and not granted`,
        )
        return rowCount === 1
      }),
    )
    await world.db.admin.query('rollback')
    for (const { phone } of orders) expect(await world.messages(phone)).toEqual([])
    await comesToRest(events)
    for (const { phone } of orders) expect(gateway.textsTo(phone)).toHaveLength(1)
  })
})
