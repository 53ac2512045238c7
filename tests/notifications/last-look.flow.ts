import { closeDatabase, transaction } from '@korob/platform/database'
import { forgetSecret } from '@korob/platform/secrets'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Draft, word } from '../../functions/notifications/domain/template.ts'
import { orderConfirmed } from '../../functions/notifications/domain/templates/order-confirmed.ts'
import { chosenGateway } from '../../functions/notifications/gateway/chosen.ts'
import { keepTexts } from '../../functions/notifications/sending/keep-texts.ts'
import { sendDue } from '../../functions/notifications/sending/send-due.ts'
import { type ClaimedMessage, claimDue } from '../../functions/notifications/store/claim.ts'
import { applyReceipt } from '../../functions/notifications/store/receipt.ts'
import { type CutLine, cutLine } from '../support/cut-line.ts'
import { eventually } from '../support/eventually.ts'
import { type HeldRequests, holdRequestsTo } from '../support/held-requests.ts'
import { confirmed, newOrder, type OrderFacts } from './support/events.ts'
import { type OddGateway, startOddGateway } from './support/odd-gateway.ts'
import { startWorld, type World } from './support/world.ts'

let world: World
let gateway: OddGateway
let secrets: HeldRequests
let line: CutLine

beforeAll(async () => {
  world = await startWorld()
  gateway = await startOddGateway()
  secrets = await holdRequestsTo(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? '')
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = secrets.url
  line = await cutLine(process.env.DATABASE_HOST ?? '', Number(process.env.DATABASE_PORT))
  await closeDatabase()
  Object.assign(process.env, { DATABASE_HOST: '127.0.0.1', DATABASE_PORT: String(line.port) })
})
afterEach(() => world.calm())
afterAll(async () => {
  await line?.close()
  await gateway?.close()
  await secrets?.close()
  await world?.close()
})

const leaseMs = 30_000
const draftOf = (order: OrderFacts, change: Partial<Draft>): Draft => ({
  ...word(orderConfirmed, confirmed(order) as never, 'Europe/Moscow'),
  ...change,
})
const kept = async (change: Partial<Draft> = {}): Promise<OrderFacts> => {
  const order = newOrder()
  await transaction((tx) => keepTexts(tx, [{ draft: draftOf(order, change), isSuperseded: false }]))
  return order
}
/** A text under a lease that has not been handed over. */
const claimed = async (change: Partial<Draft> = {}): Promise<{ order: OrderFacts; message: ClaimedMessage }> => {
  const order = await kept(change)
  const [message] = await claimDue(1, leaseMs, [order.orderId])
  expect(message).toMatchObject({ status: 'sending', attempts: 1 })
  return { order, message: message! }
}
/** Sends what has waited in its lot for so long. */
const send = (message: ClaimedMessage, forMs = 1_000) =>
  sendDue(chosenGateway(), {
    untilMs: Date.now() + 60_000,
    orderIds: [],
    claimed: [{ message, atMs: Date.now() - forMs }],
  })
const only = async ({ phone }: OrderFacts) => {
  const rows = await world.messages(phone)
  expect(rows).toHaveLength(1)
  return rows[0]!
}
const attemptsOf = async ({ id }: ClaimedMessage) =>
  (await world.db.admin.query('select from notifications.message_attempts where message_id = $1', [id])).rowCount
const optOut = ({ phone }: OrderFacts) =>
  world.db.admin.query(`insert into notifications.opt_outs (phone, source) values ($1, 'profile')`, [phone])

test('a stopped text does not go out where the answer that dropped it was lost', async () => {
  const { order, message } = await claimed()
  await optOut(order)
  const { admin } = world.db
  const waiting = async () => {
    // A transaction sees its first picture of who waits until it asks for another.
    await admin.query('select pg_stat_clear_snapshot()')
    const { rowCount } = await admin.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount ?? 0
  }
  await admin.query('begin')
  await admin.query('select from notifications.messages where id = $1 for update', [message.id])
  const sending = send(message)
  await eventually('it is looked at', async () => (await waiting()) === 1)
  line.cut()
  line.mend()
  await eventually('it is looked at again', async () => (await waiting()) === 2)
  await admin.query('commit')
  await sending
  expect(gateway.textsTo(order.phone)).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'dropped', reason: 'opted_out', attempts: 0 })
})

test('a text of which a receipt came while it waited in its lot is not sent again', async () => {
  const { order, message } = await claimed()
  await applyReceipt({ messageId: message.id, gatewayId: 'SM1', status: 'delivered', reason: undefined })
  await send(message)
  expect(gateway.textsTo(order.phone)).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'delivered', gateway_id: 'SM1' })
})

test('a text that is of no use any more when its turn comes is dropped, not handed over', async () => {
  const expiresAt = new Date(Date.now() + 1_000)
  const { order, message } = await claimed({ expiresAt })
  await eventually('it is too late', () => Date.now() > expiresAt.getTime() + 50)
  await send(message)
  expect(gateway.textsTo(order.phone)).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'dropped', reason: 'expired', attempts: 0, due_at: null })
  expect(await attemptsOf(message)).toBe(0)
})

test('a text that waited for its number’s lock until it was of no use is not kept as if it were', async () => {
  const order = newOrder()
  const expiresAt = new Date(Date.now() + 300)
  const claiming = { most: 1, leaseMs, marksHandOver: false }
  const { claimed: taken } = await transaction(async (tx) => {
    await eventually('it is too late', () => Date.now() > expiresAt.getTime() + 50)
    return keepTexts(tx, [{ draft: draftOf(order, { expiresAt }), isSuperseded: false }], claiming)
  })
  expect(taken).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'dropped', reason: 'expired' })
})

test('the gateway is told how long a text is still of use, counted from when it leaves', async () => {
  const { order, message } = await claimed({ expiresAt: new Date(Date.now() + 60_000) })
  await send(message, 20_000)
  expect(Number(gateway.formsTo(order.phone)[0]?.ValidityPeriod)).toBeLessThanOrEqual(40)
})

test('a text of which nobody tells whether it may go is given back, not taken for one that may have gone', async () => {
  const { order, message } = await claimed()
  const { admin } = world.db
  await admin.query('alter table notifications.blocked_numbers rename to hidden')
  try {
    await send(message)
  } finally {
    await admin.query('alter table notifications.hidden rename to blocked_numbers')
  }
  expect(gateway.textsTo(order.phone)).toEqual([])
  expect(await only(order)).toMatchObject({ status: 'queued', attempts: 0 })
  expect(await attemptsOf(message)).toBe(0)
  await send((await claimDue(1, leaseMs, [order.orderId]))[0]!)
  expect(gateway.textsTo(order.phone)).toHaveLength(1)
})

test('what an attempt took is the exchange alone, not the login that was read for it', async () => {
  const { order, message } = await claimed()
  forgetSecret(process.env.SMS_GATEWAY_SECRET_ARN ?? '')
  const asking = secrets.hold(/^POST/)
  const sending = send(message, 0)
  const login = await asking
  const heldSinceMs = Date.now()
  await eventually('the login is slow', () => Date.now() - heldSinceMs > 1_500)
  login.release()
  await sending
  expect((await only(order)).status).toBe('sent')
  const { rows } = await world.db.admin.query(
    'select duration_ms from notifications.message_attempts where message_id = $1',
    [message.id],
  )
  expect(rows[0].duration_ms).toBeLessThan(1_500)
})
