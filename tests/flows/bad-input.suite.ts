import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '../../infra/services.ts'
import { auditAtRest } from '../support/at-rest.ts'
import {
  changed,
  isAbout,
  type Json,
  mutationsOf,
  otherKinds,
  type Path,
  pathsOf,
  valueAt,
} from '../support/bad-input/mutations.ts'
import {
  foreignBytes,
  hopelessNumbers,
  hopelessTexts,
  noObjects,
  oddFields,
  unreadableAs,
} from '../support/bad-input/odd-values.ts'
import { problemOf, type RawAnswer, refusedFields } from '../support/bad-input/problem.ts'
import { type RawRequest, rawRequests } from '../support/bad-input/raw-request.ts'
import { signersOf } from '../support/bad-input/tokens.ts'
import { type Known, requestOf, sampleOf, validBodies } from '../support/bad-input/valid-bodies.ts'
import { oneShop } from '../support/one-shop.ts'
import { shopperAt } from '../support/shopper.ts'
import type { TestShop } from '../support/test-shop.ts'

let shop: TestShop
let send: (request: RawRequest) => Promise<RawAnswer>
let known: Known
const tokens = new Map<string | undefined, string>()

beforeAll(async () => {
  shop = await oneShop()
  send = rawRequests(shop.apiUrl)
  const { access } = signersOf(shop)
  for (const role of ['shopper', 'operator'] as const)
    tokens.set(role, `Bearer ${await access({ role, id: crypto.randomUUID() })}`)
  const shopper = shopperAt(shop.apiUrl)
  const [product] = (await shopper.search({ inStock: 'true', limit: '1' })).items
  known = { productId: product?.id ?? '', slotId: (await shopper.slots())[0]?.id ?? '' }
})

// All that shoppers and strangers may send. What else operators and couriers send is checked in their services' own flows.
const withBody = endpoints
  .map(({ route }) => ({ ...route, endpoint: `${route.method} ${route.path}` }))
  .filter(
    ({ body, access, endpoint }) => body && (!['operator', 'courier'].includes(access) || endpoint in validBodies),
  )
  .map(({ endpoint }) => endpoint)

/** Sends a body, or text or bytes in its place, to an endpoint; a header that is undefined is left out. */
const post = (
  endpoint: string,
  body: Json | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string | undefined> = {},
) =>
  send({
    ...requestOf(endpoint, { ...headers, authorization: tokens.get(sampleOf(endpoint).role) }),
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  })

/** The JSON with bytes of another encoding where the text was; that is of ASCII letters. */
const withBytes = (body: Json, text: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    Buffer.concat(
      JSON.stringify(body)
        .split(text)
        .flatMap((part, index) => [...(index > 0 ? [bytes] : []), Buffer.from(part)]),
    ),
  )

const jsonEndpoints = withBody.filter((endpoint) => sampleOf(endpoint).headers()['content-type'] === 'application/json')

test('a valid body is known for every endpoint that takes one, and gets past the checks', async () => {
  expect([...withBody].sort()).toEqual(Object.keys(validBodies).sort())
  const outcomes: Record<string, number> = {}
  for (const endpoint of withBody) {
    const { headers, body } = sampleOf(endpoint)
    const isForm = headers()['content-type']?.includes('form')
    const text = isForm ? new URLSearchParams(body(known) as Record<string, string>).toString() : body(known)
    outcomes[endpoint] = (await post(endpoint, text)).status
  }
  expect(outcomes).toEqual({
    'POST /api/quotes': 200,
    // The total was seen wrong.
    'POST /api/orders': 409,
    // Nobody signed it.
    'POST /api/notifications/receipts/{messageId}': 403,
    'POST /api/notifications/inbound': 403,
    'POST /api/sign-ins': 202,
    // Nobody asked for this code, has this order, is in this fleet; and there is no cookie.
    'POST /api/session': 400,
    'POST /api/session/spare-code': 400,
    'POST /api/session/refresh': 401,
    'POST /api/order-links': 404,
    'POST /api/operator/staff': 400,
    'POST /api/orders/{orderId}/cancellation': 404,
    // No link of ours.
    'PUT /api/tracking/{token}/slot': 404,
    // Tokens of ours for an account that isn't there.
    'PATCH /api/profile': 401,
    'PUT /api/profile/messages': 401,
    'PUT /api/cart': 401,
  })
})

describe.each(jsonEndpoints)('a body of %s', (endpoint) => {
  const { optional, needsNothing, decides } = sampleOf(endpoint)
  const hasItems = ['POST /api/quotes', 'POST /api/orders'].includes(endpoint)
  const valid = (): Json => sampleOf(endpoint).body(known)

  /** Sends the valid body with one place changed; the answer must name that place. */
  const refusedFor = async (path: Path, value: Json | undefined): Promise<void> => {
    const answer = await post(endpoint, changed(valid(), path, value))
    const what = `${path.join('.')} = ${JSON.stringify(value)?.slice(0, 60)}: ${answer.status} ${answer.text}`
    expect(answer.status, what).toBe(400)
    const fields = refusedFields(answer, 400)
    expect(fields.every((field) => isAbout(field, path)) && fields.length > 0, what).toBe(true)
  }

  test('with a field of another kind, or null, or left out, is refused by the name of the field', async () => {
    for (const path of pathsOf(valid())) {
      for (const value of otherKinds(valueAt(valid(), path))) await refusedFor(path, value)
      if (!optional.includes(path.join('.'))) await refusedFor(path, undefined)
    }
  })

  test('with endless text, a NUL or half a character in any field is refused by the name of the field', async () => {
    for (const path of pathsOf(valid()).filter((one) => typeof valueAt(valid(), one) === 'string'))
      for (const text of hopelessTexts) await refusedFor(path, text)
  })

  test('with negative, fractional and huge numbers is refused by the name of the field', async () => {
    for (const path of pathsOf(valid()).filter((one) => typeof valueAt(valid(), one) === 'number'))
      for (const number of hopelessNumbers) await refusedFor(path, number)
    if (!hasItems) return
    for (const quantity of [0, 100, 1e6]) await refusedFor(['items', '1', 'quantity'], quantity)
  })

  test('in another encoding is refused by the name of the field, whatever its media type says', async () => {
    for (const path of pathsOf(valid()).filter((one) => typeof valueAt(valid(), one) === 'string')) {
      const bytes = withBytes(changed(valid(), path, '~here~'), '~here~', foreignBytes)
      for (const type of ['application/json', 'application/json; charset=utf-8'])
        expect(refusedFields(await post(endpoint, bytes, { 'content-type': type }), 400)).toEqual([path.join('.')])
    }
  })

  test.each(hasItems ? oddFields : [])('with %s is refused by the name of the field', async (_what, field, value) => {
    await refusedFor(field.split('.'), value)
  })

  test('with a duplicate key counts by the last, as JSON.parse has it', async () => {
    const [field = ''] = Object.keys(valid() as object).filter((name) => name !== 'cartId')
    const text = JSON.stringify(valid()).replace(/}$/, `,"${field}":{}}`)
    expect(refusedFields(await post(endpoint, text), 400)).toEqual([field])
  })

  test.each(Object.entries(noObjects))('that is %s is refused', async (_what, text) => {
    expect(refusedFields(await post(endpoint, text), 400).length).toBeGreaterThan(0)
  })

  test('that is a prototype and no more is taken for an empty one', async () => {
    const [answer, toEmpty] = [await post(endpoint, '{"__proto__":{"isAdmin":true}}'), await post(endpoint, '{}')]
    expect(refusedFields(answer, toEmpty.status)).toEqual(refusedFields(toEmpty, needsNothing ? 401 : 400))
  })

  test('that is any other JSON is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        fc.pre(!needsNothing || typeof value !== 'object' || value === null || Array.isArray(value))
        refusedFields(await post(endpoint, JSON.stringify(value)), 400)
      }),
      { numRuns: 60 },
    )
  })

  test('changed anywhere to anything of another kind is refused by the names of what was changed', async () => {
    await fc.assert(
      fc.asyncProperty(mutationsOf(valid()), async ({ body, paths }) => {
        const fields = refusedFields(await post(endpoint, body), 400)
        for (const field of fields)
          expect(
            paths.some((path) => isAbout(field, path)),
            field,
          ).toBe(true)
        // Which fields there are, nobody knows where the one that says so is wrong.
        if (decides !== undefined && fields.includes(decides)) return
        for (const path of paths)
          expect(
            fields.some((field) => isAbout(field, path)),
            path.join('.'),
          ).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe.each(withBody)('a request to %s', (endpoint) => {
  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp', 'json'])(
    'as %s is refused for its media type',
    async (type) => {
      expect(problemOf(await post(endpoint, '{"a":1}', { 'content-type': type })).status).toBe(415)
    },
  )

  test.each(unreadableAs)('with %j is refused for its media type', async (headers) => {
    const type = sampleOf(endpoint).headers()['content-type'] ?? ''
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('application/json', type)]),
    )
    const answer = await post(endpoint, foreignBytes, { 'content-type': type, ...own })
    expect(refusedFields(answer, 415)).toEqual(Object.keys(headers))
  })

  test('without a media type is refused', async () => {
    expect(problemOf(await post(endpoint, '{}', { 'content-type': undefined })).status).toBe(415)
  })

  test('with more than API Gateway takes is refused for its size', async () => {
    const answer = await post(endpoint, `{"comment":"${'x'.repeat(11 * 1024 * 1024)}"}`)
    expect(problemOf(answer)).toMatchObject({ status: 413, code: 'too_large' })
  })

  test('with more than Lambda takes is refused, and not for a fault of ours', async () => {
    const answer = await post(endpoint, `{"comment":"${'x'.repeat(7 * 1024 * 1024)}"}`)
    refusedFields(answer, 400, 413)
  })
})

describe('a receipt of the SMS gateway', () => {
  const endpoint = 'POST /api/notifications/receipts/{messageId}'
  const form = { MessageSid: 'SM01', MessageStatus: 'delivered' }

  test.each<[string, string[], Record<string, string>]>([
    ['without fields', ['MessageSid', 'MessageStatus'], { a: '1' }],
    ['about no text', ['MessageSid'], { MessageStatus: 'delivered' }],
    ['about an endless name of a text', ['MessageSid'], { ...form, MessageSid: 'S'.repeat(65) }],
    ['with a status that Twilio does not know', ['MessageStatus'], { ...form, MessageStatus: 'gone' }],
    ['with an endless error', ['ErrorCode'], { ...form, ErrorCode: '3'.repeat(17) }],
    ['with a NUL in a field', ['MessageSid'], { ...form, MessageSid: 'SM\0' }],
    ['with a NUL in a field of no concern', ['Extra'], { ...form, Extra: '\0' }],
    ['with a prototype', ['MessageSid', 'MessageStatus'], { ['__proto__']: 'delivered' }],
  ])('%s is refused by the names of the fields', async (_what, fields, wrong) => {
    expect(refusedFields(await post(endpoint, new URLSearchParams(Object.entries(wrong)).toString()), 400)).toEqual(
      fields,
    )
  })

  test('signed by nobody is refused', async () => {
    const text = new URLSearchParams(form).toString()
    for (const signature of [undefined, '', 'none', 'é'])
      expect(problemOf(await post(endpoint, text, { 'x-twilio-signature': signature })).status).toBe(403)
    expect(refusedFields(await post(endpoint, text, { 'x-twilio-signature': 'x'.repeat(201) }), 400)).toEqual([
      'x-twilio-signature',
    ])
  })

  test('about what is no id is refused by the name of the parameter', async () => {
    const answer = await send({ ...requestOf(endpoint), path: '/api/notifications/receipts/1', body: 'a=1' })
    expect(refusedFields(answer, 400)).toEqual(['messageId'])
  })
})

describe('a text that the SMS gateway brings', () => {
  const endpoint = 'POST /api/notifications/inbound'
  const form = { MessageSid: 'SM01', From: '+79161234567', Body: 'STOP' }

  test.each<[string, string[], Record<string, string>]>([
    ['without fields', ['MessageSid', 'From', 'Body'], { a: '1' }],
    ['from nobody', ['From'], { MessageSid: 'SM01', Body: 'STOP' }],
    ['of endless words', ['Body'], { ...form, Body: 'x'.repeat(1601) }],
    ['with a NUL in a field', ['Body'], { ...form, Body: 'STOP\0' }],
  ])('%s is refused by the names of the fields', async (_what, fields, wrong) => {
    expect(refusedFields(await post(endpoint, new URLSearchParams(Object.entries(wrong)).toString()), 400)).toEqual(
      fields,
    )
  })

  test('signed by nobody is refused', async () => {
    const text = new URLSearchParams(form).toString()
    for (const signature of [undefined, '', 'none', 'é'])
      expect(problemOf(await post(endpoint, text, { 'x-twilio-signature': signature })).status).toBe(403)
  })
})

describe('the idempotency key', () => {
  test.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['too short', '1234567'],
    ['too long', 'k'.repeat(65)],
    ['made of several words', 'one two three'],
  ])('is refused when it is %s', async (_what, key) => {
    const { body } = sampleOf('POST /api/orders')
    const answer = await post('POST /api/orders', body(known), { 'idempotency-key': key })
    expect(refusedFields(answer, 400)).toEqual(['idempotency-key'])
  })
})

test('after all of it there is no order, no reservation, no delivery, and no text but the code that was asked for', async () => {
  expect(await auditAtRest(shop, [])).toEqual([])
  for (const table of ['orders.orders', 'delivery.delivery']) {
    const { rows } = await shop.db.query(`select from ${table}`)
    expect(rows, table).toHaveLength(0)
  }
  const { rows } = await shop.db.query(`select from catalog.reservation where state = 'held'`)
  expect(rows).toHaveLength(0)
  // The one valid body of a sign-in asks for it.
  const texts = await shop.db.query('select recipient from notifications.messages')
  expect(texts.rows).toEqual([{ recipient: '+79161234567' }])
  expect(shop.sms.inbox().total).toBe(1)
})
