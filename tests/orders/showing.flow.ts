import { applyEvent } from '@korob/platform/consumer'
import { newId } from '@korob/platform/ids'
import { signAccessToken } from '@korob/platform/tokens'
import { signTrackingToken } from '@korob/platform/tracking-token'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockConfirmed } from '../../functions/catalog/contract.ts'
import { takeOrder } from '../../functions/orders/actions/take-order.ts'
import { create } from '../../functions/orders/contract.ts'
import { subscriptions as deliverySubscriptions } from '../../functions/orders/handlers/on-delivery.ts'
import { subscriptions as stockSubscriptions } from '../../functions/orders/handlers/on-stock.ts'
import { handler } from '../../functions/orders/handlers/shop.ts'
import { routes } from '../../functions/orders/routes.ts'
import { lambdaContext } from '../support/lambda-context.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { pointAtSecrets } from '../support/signing-keys.ts'
import { anOrder, deliveryNews, tell } from './support/orders.ts'

let db: ServiceDatabase
let stopSecrets: () => Promise<void>

beforeAll(async () => {
  stopSecrets = await pointAtSecrets()
  db = await serviceDatabase('orders')
})
afterAll(async () => {
  await db.drop()
  await stopSecrets()
})

const get = async (orderId: string, headers: Record<string, string> = {}) => {
  const answer = await handler(
    {
      httpMethod: 'GET',
      resource: '/api/orders/{orderId}',
      path: `/api/orders/${orderId}`,
      headers,
      pathParameters: { orderId },
      multiValueQueryStringParameters: null,
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
      body: null,
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEvent,
    lambdaContext(),
  )
  return { status: answer.statusCode, headers: answer.headers ?? {}, body: answer.body }
}

const inAnHour = () => new Date(Date.now() + 3_600_000)
const tokenOf = (orderId: string, until = inAnHour()) => signTrackingToken(orderId, until)
const placeOrder = (changes = {}) => takeOrder(create.input.parse(anOrder(changes)))
const bearer = async (role: 'shopper' | 'courier' | 'operator', id: string) => ({
  authorization: `Bearer ${await signAccessToken({ role, id })}`,
})

const view = routes.readOrder.answers[200].schema

describe('an order', () => {
  // A guest who can't follow the order: https://github.com/vendurehq/vendure/issues/922, https://github.com/vendurehq/vendure/issues/1699.
  it('is shown to the bearer of its token, with its lines, totals and history', async () => {
    const { orderId, number } = await placeOrder({ comment: 'Звонить' })
    const answer = await get(orderId, { 'X-Order-Token': await tokenOf(orderId) })
    expect(answer.status).toBe(200)
    expect(view.strict().parse(JSON.parse(answer.body))).toMatchObject({
      orderId,
      number,
      status: 'placed',
      totalMinor: 350_000,
      itemsMinor: 330_000,
      deliveryFeeMinor: 20_000,
      comment: 'Звонить',
      contact: { phone: '+7916•••••67' },
      items: [{ quantity: 2, lineMinor: 300_000 }, { quantity: 1 }],
      history: [{ status: 'placed' }],
    })
  })

  it('shows who brings it and when, once that is known', async () => {
    const { orderId } = await placeOrder()
    await applyEvent('orders.on-stock', stockSubscriptions, tell(stockConfirmed, orderId, { orderId }))
    await applyEvent('orders.delivery', deliverySubscriptions, deliveryNews(orderId).assigned())
    const answer = await get(orderId, { 'x-order-token': await tokenOf(orderId) })
    expect(view.strict().parse(JSON.parse(answer.body))).toMatchObject({
      status: 'scheduled',
      delivery: { courier: { firstName: 'Пётр' }, eta: '2026-12-01T07:40:00Z' },
      history: [{ status: 'placed' }, { status: 'confirmed' }, { status: 'scheduled' }],
    })
  })

  it('is shown to the account that ordered it', async () => {
    const accountId = newId()
    const { orderId } = await placeOrder({ owner: { accountId, cartId: newId() } })
    expect((await get(orderId, await bearer('shopper', accountId))).status).toBe(200)
  })

  // "No such order" and "not yours" told apart let ids be probed.
  it('is no such thing to everybody else', async () => {
    const accountId = newId()
    const { orderId } = await placeOrder({ owner: { accountId, cartId: newId() } })
    const guest = await placeOrder()
    const strangers: Record<string, string>[] = [
      {},
      { 'x-order-token': 'nonsense' },
      { 'x-order-token': await tokenOf(guest.orderId) },
      { 'x-order-token': await tokenOf(orderId, new Date(Date.now() - 1_000)) },
      await bearer('shopper', newId()),
      await bearer('courier', accountId),
    ]
    for (const headers of strangers) expect(await get(orderId, headers)).toMatchObject({ status: 404 })
    expect(await get(newId(), { 'x-order-token': await tokenOf(orderId) })).toMatchObject({ status: 404 })
  })

  it('is not sent again while it is the same, and is once it has moved', async () => {
    const { orderId } = await placeOrder()
    const token = { 'x-order-token': await tokenOf(orderId) }
    const etag = String((await get(orderId, token)).headers.etag)
    expect(await get(orderId, { ...token, 'If-None-Match': etag })).toMatchObject({ status: 304, body: '' })
    await applyEvent('orders.on-stock', stockSubscriptions, tell(stockConfirmed, orderId, { orderId }))
    expect(await get(orderId, { ...token, 'If-None-Match': etag })).toMatchObject({ status: 200 })
  })

  it('with an id that is none is a bad request', async () => {
    expect(await get('42')).toMatchObject({ status: 400 })
  })
})
