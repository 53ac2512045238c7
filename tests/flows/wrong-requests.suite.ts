import { beforeAll, describe, expect, test } from 'vitest'
import { courierId } from '../../functions/delivery/demo/fleet.ts'
import { endpoints } from '../../infra/services.ts'
import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { badParameters } from '../support/bad-input/bad-parameters.ts'
import { problemOf, type RawAnswer, refusedFields } from '../support/bad-input/problem.ts'
import { type RawRequest, rawRequests } from '../support/bad-input/raw-request.ts'
import { forged, signersOf, withBit, withClaim } from '../support/bad-input/tokens.ts'
import { eventually } from '../support/eventually.ts'
import { oneShop } from '../support/one-shop.ts'
import { type PlacedOrder, shopperAt } from '../support/shopper.ts'
import type { TestShop } from '../support/test-shop.ts'

let shop: TestShop
let send: (request: RawRequest) => Promise<RawAnswer>
let signers: ReturnType<typeof signersOf>
let orders: (AcknowledgedOrder & PlacedOrder)[]

beforeAll(async () => {
  shop = await oneShop()
  send = rawRequests(shop.apiUrl)
  signers = signersOf(shop)
  const shopper = shopperAt(shop.apiUrl)
  const items = (await shopper.search({ inStock: 'true', limit: '1' })).items.map(({ id }) => ({
    productId: id,
    quantity: 1,
  }))
  orders = [await shopper.order(items), await shopper.order(items)]
  await eventually('both have a courier', async () => {
    const { rows } = await shop.db.query(`select from delivery.delivery where status = 'assigned'`)
    return rows.length === 2
  })
})

const get = (path: string, headers?: Record<string, string>) =>
  send({ method: 'GET', path, ...(headers && { headers }) })

describe('a parameter', () => {
  const labelled = badParameters.map(([path, field]) => ({ label: path.slice(0, 60), path, field }))
  test.each(labelled)('of $label is refused by its name, $field', async ({ path, field }) => {
    expect(refusedFields(await get(path), 400)).toContain(field)
  })
})

describe('what is not there', () => {
  test.each([
    `/api/products/${crypto.randomUUID()}`,
    '/api/products/no-such-thing',
    `/api/products/${encodeURIComponent("'; drop table product; --")}`,
    '/api/products/..%2F..%2Fetc%2Fpasswd',
    `/api/orders/${crypto.randomUUID()}`,
    '/api/tracking/none',
    '/api/tracking/%F0%9F%93%A6',
    '/api',
    '/api/nothing',
    '/api/search/more',
  ])('is told as such: %s', async (path) => {
    expect(problemOf(await get(path))).toMatchObject({ status: 404, code: 'not_found' })
  })

  test.each(['DELETE', 'PUT', 'PATCH'])('is told as such for a method nobody serves: %s', async (method) => {
    expect(problemOf(await send({ method, path: '/api/orders', body: '{}' })).status).toBe(404)
  })

  test('is an address without an order behind it: we do not deliver there', async () => {
    const query = new URLSearchParams({ city: 'Нигде', street: 'Нет', house: '0' })
    expect(problemOf(await get(`/api/delivery/slots?${query}`))).toMatchObject({ status: 409, code: 'out_of_zone' })
  })
})

const forCouriers = endpoints
  .filter(({ route }) => route.access === 'courier')
  .map(({ route }) => ({ method: route.method, path: route.path.replace(/\{\w+\}/, crypto.randomUUID()) }))

describe.each(forCouriers)('$method $path, which is for couriers,', (request) => {
  const asked = async (authorization?: string) =>
    problemOf(await send({ ...request, ...(authorization === undefined ? {} : { headers: { authorization } }) }))
  const ofCourier = () => signers.access({ role: 'courier', id: courierId(1) })

  test('asks whoever has no token of ours to sign in', async () => {
    const token = await ofCourier()
    const ended = await signers.access({ role: 'courier', id: courierId(1) }, -60)
    const wrong = [
      undefined,
      'Bearer',
      'Bearer none',
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${forged(token, 'HS256')}`,
      `Bearer ${forged(token, 'none')}`,
      `Bearer ${withClaim(token, { sub: courierId(2) })}`,
      `Bearer ${withClaim(ended, { exp: Math.floor(Date.now() / 1000) + 600 })}`,
      `Bearer ${ended}`,
    ]
    for (const authorization of wrong)
      expect(await asked(authorization), authorization).toMatchObject({ status: 401, code: 'unauthorized' })
  })

  test('refuses shoppers and operators', async () => {
    for (const role of ['shopper', 'operator'] as const)
      expect(await asked(`Bearer ${await signers.access({ role, id: courierId(1) })}`)).toMatchObject({
        status: 403,
        code: 'forbidden',
      })
  })
})

/** A problem without what is its own in every answer. */
const told = async (answer: Promise<RawAnswer>) => {
  const { correlationId: _, ...rest } = problemOf(await answer)
  return rest
}

describe("another's", () => {
  test('stops and routes look to a courier as if they were not there', async () => {
    const { rows } = await shop.db.query<{ stop: string; route: string; courier: string }>(
      'select s.id as stop, r.id as route, r.courier_id as courier from delivery.stop s join delivery.route r on r.id = s.route_id limit 1',
    )
    const other = [1, 2].map(courierId).find((id) => id !== rows[0]?.courier) ?? ''
    const authorization = `Bearer ${await signers.access({ role: 'courier', id: other })}`
    const proof = JSON.stringify({ proof: { kind: 'note', note: 'Отдал лично' } })
    const headers = { authorization, 'content-type': 'application/json' }
    const post = (path: string) => send({ method: 'POST', path, headers, body: proof })
    for (const [path, id] of [
      ['/api/courier/stops/ID/handed-over', rows[0]?.stop],
      ['/api/courier/stops/ID/delivered', rows[0]?.stop],
      ['/api/courier/routes/ID/departed', rows[0]?.route],
    ] as const) {
      const unknown = await told(post(path.replace('ID', crypto.randomUUID())))
      expect(unknown).toMatchObject({ status: 404, code: 'not_found' })
      expect(await told(post(path.replace('ID', id ?? '')))).toEqual(unknown)
      expect(refusedFields(await post(path.replace('ID', '1')), 400)).toEqual([
        path.includes('stops') ? 'stopId' : 'routeId',
      ])
    }
  })

  test('orders look as if they were not there, whatever token is shown', async () => {
    const [mine, foreign] = orders
    const path = `/api/orders/${foreign?.orderId}`
    const unknown = await told(get(`/api/orders/${crypto.randomUUID()}`))
    expect(unknown).toMatchObject({ status: 404, code: 'not_found' })
    const own = foreign?.trackingToken ?? ''
    expect((await get(path, { 'x-order-token': own })).status).toBe(200)
    const shown = [
      '',
      'none',
      mine?.trackingToken ?? '',
      await signers.tracking(foreign?.orderId ?? '', new Date(Date.now() - 1_000)),
      ...Array.from({ length: 33 * 8 }, (_, bit) => withBit(own, bit)),
    ]
    for (const token of shown) expect(await told(get(path, { 'x-order-token': token })), token).toEqual(unknown)
    expect(await told(get(path))).toEqual(unknown)
    const stranger = await signers.access({ role: 'shopper', id: crypto.randomUUID() })
    expect(await told(get(path, { authorization: `Bearer ${stranger}` }))).toEqual(unknown)
  })

  test('deliveries can be followed by no link but their own, until it ends', async () => {
    const own = orders[0]?.trackingToken ?? ''
    expect((await get(`/api/tracking/${own}`)).status).toBe(200)
    const ended = await signers.tracking(orders[0]?.orderId ?? '', new Date(Date.now() - 1_000))
    for (const token of [
      ended,
      own.slice(1),
      `${own}A`,
      ...Array.from({ length: 33 * 8 }, (_, bit) => withBit(own, bit)),
    ])
      expect(problemOf(await get(`/api/tracking/${token}`)), token).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('a token that is none', () => {
  test('is told where a token may be shown, and overlooked where none is wanted', async () => {
    const headers = { authorization: 'Bearer none' }
    const path = `/api/orders/${orders[0]?.orderId}`
    expect(problemOf(await get(path, headers))).toMatchObject({ status: 401, code: 'unauthorized' })
    expect((await get('/api/search', headers)).status).toBe(200)
    expect((await get('/api/delivery/slots', headers)).status).toBe(200)
  })
})

test('after all of it both orders are as they were, and nothing else happened', async () => {
  expect(await auditAtRest(shop, orders)).toEqual([])
  const { rows } = await shop.db.query('select status from orders.orders')
  expect(rows).toEqual([{ status: 'scheduled' }, { status: 'scheduled' }])
})
