import { randomUUID } from 'node:crypto'
import { database } from '@korob/platform/database'
import { newEvent } from '@korob/platform/events'
import { seal } from '@korob/platform/sealed'
import { sql } from '@korob/platform/sql'
import { signAccessToken } from '@korob/platform/tokens'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { signInCode } from '../../functions/backend/contract.ts'
import { sign } from '../../local/sms-simulator/signature.ts'
import { newPhone } from '../support/shopper.ts'
import {
  assigned,
  cancelled,
  confirmed,
  deliverySteps,
  lostCourier,
  newOrder,
  otherCourier,
  replanned,
} from './support/events.ts'
import { startWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterEach(() => {
  for (const name of ['SMS_PER_SECOND', 'SMS_QUIET_HOURS', 'SMS_NEWS_PER_HOUR', 'SMS_CODES_PER_HOUR', 'SMS_KEPT_DAYS'])
    delete process.env[name]
  world.calm()
})
afterAll(() => world?.close())

const codeFor = async (phone: string) => {
  const signInId = randomUUID()
  const sealed = await seal('042042', signInId)
  const expiresAt = new Date(Date.now() + 600_000).toISOString()
  return newEvent(signInCode, signInId, 1, { signInId, phone, language: 'ru', sealed, expiresAt })
}

const fates = async (phone: string) => (await world.messages(phone)).map(({ status, reason }) => reason ?? status)
const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await world.db.admin.query<Row>(text, values)).rows

describe('who answers STOP', () => {
  test('gets no news from then on, and codes still; START brings the news back', async () => {
    const order = newOrder()
    await world.reply(order.phone, 'Стоп')
    await world.tellOrders(confirmed(order))
    expect(await fates(order.phone)).toEqual(['opted_out'])
    expect(world.texts(order.phone)).toEqual([])
    await world.tellCodes(await codeFor(order.phone))
    expect(world.texts(order.phone)).toHaveLength(1)
    await world.reply(order.phone, 'START')
    await world.tellOrders(cancelled(order))
    expect(world.texts(order.phone)).toHaveLength(2)
  })

  test('is on record by number, time and source; the first STOP is the one that counts', async () => {
    const phone = newPhone()
    await world.reply(phone, 'STOP')
    const optOut = () => query('select phone, since, source from notifications.opt_outs where phone = $1', [phone])
    const [first] = await optOut()
    expect(first).toEqual({ phone, since: expect.any(Date), source: 'text' })
    await world.reply(phone, 'ОТПИСАТЬСЯ')
    expect(await optOut()).toEqual([first])
  })

  test('gets none of those either that wait for the gateway', async () => {
    const order = newOrder()
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    await world.reply(order.phone, 'STOP')
    world.calm()
    await world.passTime(600)
    await world.sweep()
    expect(await fates(order.phone)).toEqual(['opted_out'])
    expect(world.texts(order.phone)).toEqual([])
  })

  test('and START is not undone by the STOP that comes again, nor by several at once', async () => {
    const phone = newPhone()
    const stop = await world.reply(phone, 'STOP')
    await world.reply(phone, 'START')
    await Promise.all([1, 2, 3].map(() => world.reply(phone, 'STOP', stop)))
    expect(await query('select from notifications.opt_outs where phone = $1', [phone])).toEqual([])
  })

  test('and START before it is off, whichever of the two is brought first', async () => {
    const phone = newPhone()
    await world.reply(phone, 'STOP')
    await world.reply(phone, 'START', undefined, Date.now() - 60_000)
    expect(await query('select from notifications.opt_outs where phone = $1', [phone])).toHaveLength(1)
    await world.reply(phone, 'START', undefined, Date.now() + 60_000)
    expect(await query('select from notifications.opt_outs where phone = $1', [phone])).toEqual([])
    await world.reply(phone, 'STOP', undefined, Date.now() + 30_000)
    expect(await query('select from notifications.opt_outs where phone = $1', [phone])).toEqual([])
  })

  test('is known too where only the gateway heard it', async () => {
    const order = { ...newOrder(), phone: '+15005550004' }
    await world.tellOrders(confirmed(order))
    expect(await query('select source from notifications.opt_outs where phone = $1', [order.phone])).toEqual([
      { source: 'gateway' },
    ])
    await world.tellOrders(cancelled(order))
    expect((await fates(order.phone)).at(-1)).toBe('opted_out')
  })
})

describe('an inbound text', () => {
  const url = () => `${world.url}/api/notifications/inbound`
  const post = (fields: Record<string, string>, signature: string) =>
    fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      body: new URLSearchParams(fields),
    })
  const fieldsFrom = (From: string) => ({ MessageSid: `SM${randomUUID()}`, From, Body: 'STOP' })

  test('that is forged is refused and changes nothing', async () => {
    const phone = newPhone()
    const fields = fieldsFrom(phone)
    for (const signature of ['', sign(url(), new URLSearchParams(fields), 'another token')])
      expect((await post(fields, signature)).status).toBe(403)
    expect(await query('select from notifications.opt_outs where phone = $1', [phone])).toEqual([])
  })

  test('that asks for nothing, or comes from no number, is taken note of, and not kept', async () => {
    const count = async () => (await query('select from notifications.inbound_texts')).length
    const before = await count()
    await world.reply(newPhone(), 'Спасибо!')
    const fields = fieldsFrom('KorobBank')
    expect((await post(fields, sign(url(), new URLSearchParams(fields), world.sms.authToken))).status).toBe(204)
    expect(await count()).toBe(before)
  })
})

describe('a blocked number', () => {
  const at = async (method: string, path = '', body?: unknown) => {
    const token = await signAccessToken({ role: 'operator', id: 'o-1' })
    const answer = await fetch(`${world.url}/api/operator/notifications/blocked-numbers${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : undefined }
  }
  const block = (phone: string) => at('POST', '', { phone, reason: 'Not their number' })

  test('gets neither news nor codes, nor what waits, until it is unblocked', async () => {
    const order = newOrder()
    world.sms.switches({ down: true })
    await world.tellOrders(confirmed(order))
    const { body } = await block(order.phone)
    world.calm()
    await world.passTime(600)
    await world.sweep()
    await world.tellCodes(await codeFor(order.phone))
    expect(await fates(order.phone)).toEqual(['blocked', 'blocked'])
    expect(await at('DELETE', `/${body.blockedId}`)).toEqual({ status: 204, body: undefined })
    await world.tellCodes(await codeFor(order.phone))
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('is blocked once, however many operators do it at once, and each thing done is in the audit log', async () => {
    const phone = newPhone()
    const answers = await Promise.all([block(phone), block(phone), block(phone)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const id = answers[0]?.body.blockedId
    expect(new Set(answers.map(({ body }) => body.blockedId)).size).toBe(1)
    const gone = await Promise.all([at('DELETE', `/${id}`), at('DELETE', `/${id}`)])
    expect(gone.map(({ status }) => status).sort()).toEqual([204, 404])
    const log = await query(
      'select action, target_id, before, after from notifications.audit_log where target_id = $1',
      [id],
    )
    expect(log).toEqual([
      { action: 'number.block', target_id: id, before: null, after: null },
      { action: 'number.unblock', target_id: id, before: null, after: null },
    ])
  })

  test('is listed, the latest first, page by page', async () => {
    const phones = [newPhone(), newPhone()]
    for (const phone of phones) await block(phone)
    const first = (await at('GET', '?limit=1')).body
    const second = (await at('GET', `?limit=1&cursor=${first.nextCursor}`)).body
    expect([first, second].map(({ numbers }) => numbers[0].phone)).toEqual(phones.toReversed())
  })

  test.each([{}, { phone: 'nobody', reason: 'x' }, { phone: '+79161234567', reason: '' }])(
    'is not made of %j',
    async (body) => {
      expect((await at('POST', '', body)).status).toBe(400)
    },
  )
})

test('a number gets no more texts in an hour than are allowed, however many come at once, and codes count apart', async () => {
  process.env.SMS_NEWS_PER_HOUR = '3'
  process.env.SMS_CODES_PER_HOUR = '2'
  const { phone } = newOrder()
  const orders = Array.from({ length: 6 }, () => ({ ...newOrder(), phone }))
  await Promise.all(orders.map((order) => world.tellOrders(confirmed(order))))
  expect((await fates(phone)).filter((fate) => fate === 'limited')).toHaveLength(3)
  expect(world.texts(phone)).toHaveLength(3)
  for (let time = 0; time < 3; time += 1) await world.tellCodes(await codeFor(phone))
  expect(world.texts(phone)).toHaveLength(5)
  expect((await fates(phone)).at(-1)).toBe('limited')
  // An hour later the number has its whole allowance, and nobody remembers it.
  await query(`update notifications.text_limits set full_at = full_at - interval '1 hour'`)
  await world.sweep()
  expect(await query('select from notifications.text_limits')).toEqual([])
  await world.tellOrders(cancelled(orders[0]!))
  expect(world.texts(phone)).toHaveLength(6)
})

test('of so many texts a second none is sent too many, none is lost, and codes need not wait for news', async () => {
  process.env.SMS_PER_SECOND = '4'
  await query('update notifications.gateway_pace set full_at = now()')
  const orders = Array.from({ length: 12 }, () => newOrder())
  const startedAt = Date.now()
  const news = Promise.all(orders.map((order) => world.tellOrders(confirmed(order))))
  const phone = newPhone()
  await world.tellCodes(await codeFor(phone))
  expect(world.texts(phone)).toHaveLength(1)
  await news
  await world.sweep()
  for (const order of orders) expect(world.texts(order.phone)).toHaveLength(1)
  // Four at once, and one more each quarter of a second: 13 texts are not sent within two.
  expect(Date.now() - startedAt).toBeGreaterThan(1_900)
})

describe('in quiet hours', () => {
  /** From an hour ago until in three hours, where shop and readers are: it stays quiet while the test runs. */
  const makeItQuiet = () => {
    const hour = (new Date().getUTCHours() + 3) % 24
    process.env.SMS_QUIET_HOURS = `${(hour + 23) % 24}-${(hour + 3) % 24}`
  }
  const morningComes = () =>
    query(
      `update notifications.messages set due_at = now(), held_until = now() where due_at is not null and held_until > now()`,
    )

  test('what can wait is told when they are over, and is no late text meanwhile', async () => {
    makeItQuiet()
    const order = newOrder()
    await world.tellDelivery(deliverySteps(order)[0])
    expect(world.texts(order.phone)).toEqual([])
    await world.sweep()
    expect(await fates(order.phone)).toEqual(['queued'])
    await morningComes()
    await world.sweep()
    expect(world.texts(order.phone)).toHaveLength(1)
  })

  test('what can not wait is told at once, after what was told before it', async () => {
    makeItQuiet()
    const order = newOrder('en')
    const [assigned, handedOver] = deliverySteps(order)
    await world.tellDelivery(assigned)
    await world.tellDelivery(handedOver)
    expect(world.texts(order.phone)).toEqual([
      expect.stringContaining('will bring order'),
      expect.stringContaining('is with the courier'),
    ])
  })

  const held = async ({ phone }: { phone: string }) =>
    query<{ template: string; body: string }>(
      `select template, body from notifications.messages where recipient = $1 and status = 'queued' order by position`,
      [phone],
    )

  test('of several plans that wait only the last is told, with the courier who comes', async () => {
    makeItQuiet()
    const order = newOrder('en')
    await world.tellDelivery(assigned(order, 1, 'Ivan'))
    await world.tellDelivery(replanned(order, 2, 'Boris'))
    await world.tellDelivery(otherCourier(order, 3, 'Clara'))
    expect(await held(order)).toEqual([{ template: 'delivery.rescheduled', body: expect.stringContaining('Clara') }])
    await morningComes()
    // Nobody has claimed it yet: it may still become untrue.
    await world.tellDelivery(assigned(order, 5, 'Dmitry'))
    await morningComes()
    await world.sweep()
    expect(world.texts(order.phone)).toEqual([expect.stringContaining('Dmitry')])
    expect(await fates(order.phone)).toEqual(['superseded', 'superseded', expect.stringMatching(/sent|delivered/)])
  })

  test('a courier who was lost is not announced; that another came before the first is told later', async () => {
    makeItQuiet()
    const [lost, early] = [newOrder('en'), newOrder('en')]
    await world.tellDelivery(assigned(lost, 1, 'Ivan'), lostCourier(lost, 2))
    expect(await fates(lost.phone)).toEqual(['superseded'])
    // The other courier comes too early and is to be retried, for which there is no broker here.
    const second = otherCourier(early, 2, 'Clara')
    await expect(world.tellDelivery(second)).rejects.toThrow('set aside')
    await world.tellDelivery(assigned(early, 1, 'Ivan'))
    await world.tellDelivery(second)
    expect(await held(early)).toEqual([
      { template: 'delivery.courier_assigned', body: expect.stringContaining('Clara') },
    ])
  })

  test('news that is overtaken wakes nobody and counts for nothing', async () => {
    process.env.SMS_NEWS_PER_HOUR = '3'
    makeItQuiet()
    const order = newOrder()
    await world.tellOrders(cancelled(order, 3, 'out_of_stock'))
    expect(await fates(order.phone)).toEqual(['queued'])
    const used = () => query('select full_at from notifications.text_limits where phone = $1', [order.phone])
    const before = await used()
    await world.tellDelivery(deliverySteps(order)[1])
    expect(world.texts(order.phone)).toEqual([])
    expect(await fates(order.phone)).toEqual(['queued', 'superseded'])
    expect(await used()).toEqual(before)
  })

  test('a cancellation leaves nothing for the morning', async () => {
    makeItQuiet()
    const order = newOrder()
    await world.tellDelivery(deliverySteps(order)[0])
    await world.tellOrders(cancelled(order))
    await morningComes()
    await world.sweep()
    expect(await fates(order.phone)).toEqual(['superseded', expect.stringMatching(/sent|delivered/)])
    expect(world.texts(order.phone)).toEqual([expect.stringContaining('отменён')])
  })

  test('a code is told at once', async () => {
    makeItQuiet()
    const phone = newPhone()
    await world.tellCodes(await codeFor(phone))
    expect(world.texts(phone)).toHaveLength(1)
  })
})

test('after their time it is forgotten to whom texts went and what they said, however many there are', async () => {
  const [old, recent, waiting] = [newOrder(), newOrder(), newOrder()]
  await world.tellOrders(confirmed(old), confirmed(recent))
  world.sms.switches({ down: true })
  await world.tellOrders(confirmed(waiting))
  await query(
    `update notifications.messages set created_at = now() - interval '91 days' where recipient = any($1::text[])`,
    [[old.phone, waiting.phone]],
  )
  await query(`
    insert into notifications.messages (id, event_id, event_type, order_id, recipient, template, language, body, encoding,
                                        segments, status, expires_at, correlation_id, created_at, finished_at)
    select gen_random_uuid(), gen_random_uuid(), 'test', gen_random_uuid(), '+79160000000', 'test', 'ru', 'Иван', 'UCS-2', 1,
           'delivered', now(), 'test', now() - interval '91 days', now()
      from generate_series(1, 1200)`)
  await world.sweep()
  const left = await query<{ recipient: string }>(
    `select distinct recipient from notifications.messages where body <> '—' and created_at < now() - interval '90 days'`,
  )
  // What is still to go is forgotten when it has gone.
  expect(left).toEqual([{ recipient: waiting.phone }])
  expect(await world.messages(recent.phone)).toHaveLength(1)
})

describe('logs', () => {
  test('have neither numbers nor words, whatever becomes of a text', async () => {
    const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'))
    const order = newOrder()
    // Twilio quotes this one as it refuses it.
    const refused = { ...newOrder(), phone: '+15005550001' }
    await world.tellOrders(confirmed(order), confirmed(refused))
    await world.tellCodes(await codeFor(order.phone))
    await world.reply(order.phone, 'Позвоните мне, СТОП')
    await world.reply(order.phone, 'СТОП')
    world.sms.switches({ disconnectRate: 1 })
    await world.tellCodes(await codeFor(order.phone))
    const lines = streams.flatMap(({ mock }) => mock.calls.map(([line]) => String(line))).join('')
    for (const stream of streams) stream.mockRestore()
    expect(lines).toContain('text refused')
    expect(lines).toContain('text unknown')
    expect(lines).toContain('inbound text')
    for (const secret of [order.phone, refused.phone, order.phone.slice(1), 'принят', '042042', 'Позвоните'])
      expect(lines).not.toContain(secret)
    expect(await fates(refused.phone)).toEqual(["HTTP 400 21211 Invalid 'To' Phone Number: •••"])
  })

  test('have nothing of a row that PostgreSQL refuses, though code may look at it', async () => {
    const phone = newPhone()
    const error: Error & { detail?: string } = await database
      .run(sql`insert into opt_outs (phone, source) values (${phone}, 'nobody')`)
      .then(
        () => new Error('was taken'),
        (refusal) => refusal,
      )
    expect(error.detail).toContain(phone)
    expect(Object.keys(error)).not.toContain('detail')
    expect(error.message).not.toContain(phone)
  })
})
