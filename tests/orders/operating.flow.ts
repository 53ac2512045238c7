import { newId } from '@korob/platform/ids'
import { signAccessToken } from '@korob/platform/tokens'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import { create } from '../../functions/orders/contract.ts'
import { handler as operator } from '../../functions/orders/handlers/operator.ts'
import { handler as records } from '../../functions/orders/handlers/records.ts'
import { handler as shop } from '../../functions/orders/handlers/shop.ts'
import { routes } from '../../functions/orders/routes.ts'
import { listOrdersStatement, type OrderFilter } from '../../functions/orders/store/list-orders.ts'
import { seedOrders } from '../bench/orders/seed.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { pointAtSecrets } from '../support/signing-keys.ts'
import { anOrder } from './support/orders.ts'

let db: ServiceDatabase
let stopSecrets: () => Promise<void>
const operatorId = 'operator-7'
let token: string

beforeAll(async () => {
  stopSecrets = await pointAtSecrets()
  db = await serviceDatabase('orders')
  token = await signAccessToken({ role: 'operator', id: operatorId })
})
afterAll(async () => {
  await db.drop()
  await stopSecrets()
})

interface Sent {
  body?: unknown
  query?: Record<string, string>
  headers?: Record<string, string>
}

const send = async (handler: typeof shop, method: string, resource: string, orderId = '', sent: Sent = {}) => {
  const answer = await handler(
    {
      httpMethod: method,
      resource,
      path: resource,
      headers: { 'content-type': 'application/json', ...sent.headers },
      pathParameters: orderId ? { orderId } : null,
      multiValueQueryStringParameters: Object.fromEntries(
        Object.entries(sent.query ?? {}).map(([name, value]) => [name, [value]]),
      ),
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
      body: sent.body === undefined ? null : JSON.stringify(sent.body),
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEvent,
    lambdaContext(),
  )
  return { status: answer.statusCode, body: JSON.parse(answer.body || 'null') }
}

const asOperator = (method: string, path: string, orderId = '', sent: Sent = {}) =>
  send(operator, method, `/api/operator/orders${path}`, orderId, {
    ...sent,
    headers: { authorization: `Bearer ${token}`, ...sent.headers },
  })
const list = (query: Record<string, string>) => asOperator('GET', '', '', { query })
const act = (orderId: string, action: string, body: unknown = {}) =>
  asOperator('POST', `/{orderId}/${action}`, orderId, { body })
const cancelAs = (orderId: string, body: unknown, headers: Record<string, string> = {}) =>
  send(shop, 'POST', '/api/orders/{orderId}/cancellation', orderId, { body, headers })

const place = async (changes: Parameters<typeof anOrder>[0] = {}) => {
  const order = anOrder(changes)
  const placed = await takeOrder(create.input.parse(order))
  return { ...placed, order }
}

const view = routes.operatorOrder.answers[200].schema.strict()

describe('operators', () => {
  it('find orders by state, phone and number, page by page, and read all of one', async () => {
    const phone = '+79990001122'
    const contact = { name: 'Пётр', phone, email: 'p@example.org' }
    const placed = []
    for (let index = 0; index < 5; index++) placed.push(await place({ contact }))
    const first = await list({ phone, limit: '2' })
    const second = await list({ phone, limit: '2', cursor: first.body.nextCursor })
    const third = await list({ phone, limit: '2', cursor: second.body.nextCursor })
    const found = [first, second, third].flatMap(({ body }) =>
      body.orders.map(({ orderId }: { orderId: string }) => orderId),
    )
    expect(found).toEqual(placed.map(({ orderId }) => orderId).reverse())
    expect(third.body.nextCursor).toBeNull()
    expect(routes.operatorOrders.answers[200].schema.parse(first.body)).toEqual(first.body)
    const one = placed[0]
    expect((await list({ number: one?.number ?? '' })).body.orders).toHaveLength(1)
    expect((await list({ phone, status: 'delivered' })).body.orders).toEqual([])
    expect(await list({ number: '10001-0' })).toMatchObject({ status: 400, body: { errors: [{ field: 'number' }] } })
    expect(await list({ cursor: 'nonsense' })).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } })
    const read = await asOperator('GET', '/{orderId}', one?.orderId)
    expect(view.parse(read.body)).toMatchObject({
      contact,
      status: 'placed',
      may: { cancel: true, removeLines: false },
    })
  })

  const cursorAt = (placedAt: string) => Buffer.from(JSON.stringify([placedAt, 1])).toString('base64url')
  it.each([
    ['from', '0000-01-01T00:00:00Z'],
    ['from', '2026-01-01T00:00:00+23:59'],
    ['to', '2026-01-01T00:00:00-17:00'],
    ['slotId', 'a\0b'],
    ['cursor', cursorAt('0000-01-01T00:00:00.000000Z')],
    ['cursor', cursorAt('2026-02-30T00:00:00.000000Z')],
  ])('but not with a %s of %j', async (field, value) => {
    expect(await list({ [field]: value })).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })

  it('and nobody else', async () => {
    const { orderId } = await place()
    const headers = { authorization: `Bearer ${await signAccessToken({ role: 'shopper', id: newId() })}` }
    expect(await asOperator('GET', '/{orderId}', orderId, { headers })).toMatchObject({ status: 403 })
    expect(await asOperator('GET', '/{orderId}', orderId, { headers: { authorization: '' } })).toMatchObject({
      status: 401,
    })
    expect(await asOperator('GET', '/{orderId}', newId())).toMatchObject({ status: 404 })
  })

  it('record payment, then refund after a cancellation, and nothing that does not follow', async () => {
    const { orderId } = await place()
    expect(await act(orderId, 'payment', { state: 'refunded' })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state' },
    })
    expect(await act(orderId, 'payment', { state: 'paid' })).toMatchObject({ body: { payment: { state: 'paid' } } })
    expect(await act(orderId, 'payment', { state: 'paid' })).toMatchObject({ status: 200 })
    expect(await act(orderId, 'cancellation', { comment: 'звонил' })).toMatchObject({
      body: { status: 'cancelled', cancelReason: 'operator', may: { refund: true } },
    })
    expect((await list({ needs: 'refund' })).body.orders).toMatchObject([{ orderId }])
    // Whoever brings it hears that nothing is to be collected: once, and as news of its own.
    const { rows } = await db.admin.query(
      `select sequence::int, envelope -> 'data' as data from orders.outbox where type = 'order.paid' and subject = $1`,
      [`${orderId}/payment`],
    )
    expect(rows).toEqual([{ sequence: 2, data: { orderId } }])
    const refunded = await act(orderId, 'payment', { state: 'refunded' })
    expect(refunded).toMatchObject({ body: { payment: { state: 'refunded' } } })
    expect((await list({ needs: 'refund' })).body.orders).toEqual([])
    expect(await act(orderId, 'returned-goods')).toMatchObject({ status: 409 })
  })

  it('find what no courier is found for, and what nobody tries again', async () => {
    const [waiting, fresh, again, given, on] = await Promise.all(Array.from({ length: 5 }, place))
    const set = (order: { orderId: string } | undefined, status: string, age: string, triedAgain?: boolean) =>
      db.admin.query(
        `update orders.orders set status = $2, placed_at = now() - $3::interval,
                delivery = jsonb_build_object('failure', jsonb_build_object('triedAgain', $4::boolean)) where id = $1`,
        [order?.orderId, status, age, triedAgain],
      )
    await set(waiting, 'confirmed', '11 minutes')
    await set(fresh, 'confirmed', '1 minute')
    await set(again, 'delivery_failed', '2 hours', true)
    await set(given, 'delivery_failed', '1 hour', false)
    await set(on, 'scheduled', '3 hours')
    const { body } = await list({ needs: 'delivery' })
    expect(body.orders.map(({ orderId }: { orderId: string }) => orderId)).toEqual([waiting?.orderId, given?.orderId])
  })

  // "Who did it" (https://github.com/medusajs/medusa/pull/14935): the history and the audit log name the operator, with the request it was.
  it('are named in the history and the audit log, written with what they did or not at all', async () => {
    const { orderId } = await place()
    await act(orderId, 'notes', { text: 'Позвонить Анне' })
    await act(orderId, 'payment', { state: 'paid' })
    const { body } = await act(orderId, 'cancellation')
    expect(body.notes).toMatchObject([{ authorId: operatorId, text: 'Позвонить Анне' }])
    expect(body.history).toMatchObject([
      { version: 1, status: 'placed', actor: 'shopper', actorId: null },
      { version: 2, kind: 'payment', actor: 'operator', actorId: operatorId },
      { version: 3, status: 'cancelled', actor: 'operator', actorId: operatorId, correlationId: expect.any(String) },
    ])
    const { rows } = await db.admin.query(
      'select actor_id, action, before, after from orders.audit_log where target_id = $1 order by id',
      [orderId],
    )
    expect(rows).toEqual([
      { actor_id: operatorId, action: 'order.note', before: null, after: null },
      { actor_id: operatorId, action: 'order.pay', before: { paymentState: 'due' }, after: { paymentState: 'paid' } },
      {
        actor_id: operatorId,
        action: 'order.cancel',
        before: { status: 'placed' },
        after: { status: 'cancelled', reason: 'operator' },
      },
    ])
    await expect(db.admin.query('delete from orders.audit_log')).rejects.toThrow('only added to')
  })

  // Lost updates on one order (https://github.com/vendurehq/vendure/issues/4152): each change is made to the order as the one before left it.
  it('who change one order at once each do it once, and none undoes another', async () => {
    const { orderId } = await place()
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => act(orderId, 'payment', { state: 'paid' })),
      ...Array.from({ length: 4 }, (_, index) => act(orderId, 'notes', { text: `note ${index}` })),
      ...Array.from({ length: 4 }, () => act(orderId, 'cancellation')),
    ])
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const { body } = await asOperator('GET', '/{orderId}', orderId)
    expect(body.status).toBe('cancelled')
    expect(body.notes).toHaveLength(4)
    const versions = body.history.map(({ version }: { version: number }) => version)
    expect(versions).toEqual(versions.map((_: number, index: number) => index + 1))
    const { rows } = await db.admin.query(`select from orders.outbox where subject = $1 and type = 'order.cancelled'`, [
      orderId,
    ])
    // One event, on two carriers.
    expect(rows).toHaveLength(2)
  })
})

describe('a shopper', () => {
  it('who is a guest cancels by the cart it came from, once; a link does not do', async () => {
    const { orderId, order } = await place()
    expect(await cancelAs(orderId, { cartId: newId(), reason: 'other' })).toMatchObject({ status: 404 })
    expect(await cancelAs(orderId, { reason: 'other' }, { 'x-order-token': 'x'.repeat(44) })).toMatchObject({
      status: 404,
    })
    const cancel = () => cancelAs(orderId, { cartId: order.owner.cartId, reason: 'changed_mind' })
    const answers = await Promise.all([cancel(), cancel()])
    for (const answer of answers)
      expect(routes.cancelOrder.answers[200].schema.strict().parse(answer.body)).toMatchObject({
        status: 'cancelled',
        cancelReason: 'shopper',
        mayCancel: false,
      })
    const { rows } = await db.admin.query(
      `select actor, actor_id, details from orders.order_history where order_id = $1 and status = 'cancelled'`,
      [orderId],
    )
    expect(rows).toEqual([{ actor: 'shopper', actor_id: null, details: { why: 'changed_mind' } }])
  })

  it('who signed in cancels signed in: the cart alone is not enough', async () => {
    const accountId = newId()
    const { orderId, order } = await place({ owner: { accountId, cartId: newId() } })
    const body = { cartId: order.owner.cartId, reason: 'other' }
    expect(await cancelAs(orderId, body)).toMatchObject({ status: 404 })
    const as = async (id: string) => ({ authorization: `Bearer ${await signAccessToken({ role: 'shopper', id })}` })
    expect(await cancelAs(orderId, body, await as(newId()))).toMatchObject({ status: 404 })
    expect(await cancelAs(orderId, body, await as(accountId))).toMatchObject({ status: 200 })
  })

  it('can not cancel what is out, nor one that does not say why', async () => {
    const { orderId, order } = await place()
    const { cartId } = order.owner
    await db.admin.query(`update orders.orders set status = 'out_for_delivery', delivery = '{}' where id = $1`, [
      orderId,
    ])
    expect(await cancelAs(orderId, { cartId, reason: 'other' })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', orderStatus: 'out_for_delivery' },
    })
    expect(await cancelAs(orderId, { cartId, reason: 'x' })).toMatchObject({ status: 400 })
  })
})

describe('records', () => {
  type Answer = {
    ok: boolean
    output: { entries: { kind: string; what: string }[]; rows: { id: string }[]; replayed: number }
  }
  const ask = async (operation: string, input: unknown) =>
    ((await records({ operation, input }, lambdaContext())) as Answer).output

  it('tell all of an order, and all of a request', async () => {
    const { orderId } = await place()
    await act(orderId, 'notes', { text: 'Позвонить' })
    await act(orderId, 'payment', { state: 'paid' })
    await act(orderId, 'cancellation')
    const { entries } = await ask('trail', { query: { orderId } })
    expect(entries.map(({ kind, what }) => `${kind} ${what}`).sort()).toEqual([
      'audit order.cancel',
      'audit order.note',
      'audit order.pay',
      'history cancelled',
      'history payment',
      'history placed',
      'note written',
      'outbox order.cancelled',
      'outbox order.cancelled',
      'outbox order.paid',
      'outbox order.placed',
    ])
    const { rows } = await db.admin.query(
      `select correlation_id as id from orders.order_history where order_id = $1 and status = 'cancelled'`,
      [orderId],
    )
    const ofRequest = await ask('trail', { query: { correlationId: rows[0].id } })
    expect(ofRequest.entries.map(({ kind }) => kind).sort()).toEqual(['audit', 'history', 'outbox', 'outbox'])
  })

  it('have published events published again, with the ids they had, and say who did it', async () => {
    const { orderId } = await place()
    await db.admin.query('update orders.outbox set published_at = now() where subject = $1', [orderId])
    const before = await ask('outbox', { subject: orderId })
    expect(await ask('replay', { subject: orderId, operatorId })).toEqual({ replayed: 1 })
    expect(await ask('replay', { subject: orderId, operatorId })).toEqual({ replayed: 0 })
    const { rows } = await db.admin.query('select id from orders.outbox where subject = $1 and published_at is null', [
      orderId,
    ])
    expect(rows.map(({ id }) => id)).toEqual(before.rows.map(({ id }) => id))
    const log = await ask('audit', { action: 'outbox.replay', limit: 10 })
    expect(log.entries).toMatchObject([
      { after: { replayed: 0 } },
      { actorId: operatorId, after: { subject: orderId, replayed: 1 } },
    ])
  })

  it('leave what is older than seven days, and rows whose secrets were erased', async () => {
    const { orderId } = await place()
    await db.admin.query(`update orders.outbox set published_at = now() - interval '8 days' where subject = $1`, [
      orderId,
    ])
    expect(await ask('replay', { subject: orderId, operatorId })).toEqual({ replayed: 0 })
    await db.admin.query(`update orders.outbox set published_at = now(), secret = '{code}' where subject = $1`, [
      orderId,
    ])
    expect(await ask('replay', { subject: orderId, operatorId })).toEqual({ replayed: 0 })
  })
})

describe('with many orders', () => {
  const plansOf: [name: string, filter: OrderFilter, index: string][] = [
    ['all of them', {}, 'orders_listed'],
    ['of a state', { status: 'delivery_failed' }, 'orders_by_status'],
    ['of a week', { from: '2025-02-01T00:00:00Z', to: '2025-02-08T00:00:00Z' }, 'orders_listed'],
    ['of a slot', { slotId: '20250301-12' }, 'orders_by_slot'],
    ['of a phone', { phone: '+79160000042' }, 'orders_by_phone'],
    ['of a courier', { courierId: '01900000-0000-7000-8000-000000000007' }, 'orders_by_courier'],
    ['to be refunded', { needs: 'refund' }, 'orders_to_refund'],
    ['whose goods are not back', { needs: 'goods' }, 'orders_to_take_back'],
    ['without a courier', { needs: 'delivery' }, 'orders_to_deliver'],
    ['with a number', { serial: 10_500 }, 'orders_serial_key'],
  ]

  it('each list comes from an index in its order, and reads hardly more than it shows', {
    timeout: 120_000,
  }, async () => {
    await seedOrders(db.admin, 12_000)
    await db.admin.query('set search_path = orders')
    for (const after of [undefined, { placedAt: '2026-01-01T00:00:00.000000Z', serial: 1 }])
      for (const [name, filter, index] of plansOf) {
        const { text, values } = listOrdersStatement(filter, after, 50)
        const { rows } = await db.admin.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, buffers, costs off, timing off) ${text}`,
          values as unknown[],
        )
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan, name).toContain(index)
        expect(plan, name).not.toContain('Seq Scan')
        const blocks = [...plan.matchAll(/shared hit=(\d+)(?: read=(\d+))?/g)].map(
          ([, hit, read]) => Number(hit) + Number(read ?? 0),
        )
        expect(Math.max(...blocks), `${name}\n${plan}`).toBeLessThan(1_500)
      }
    await db.admin.query('reset search_path')
  })
})
