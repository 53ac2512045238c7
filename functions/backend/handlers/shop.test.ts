import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handler } from './shop.ts'

// No database is configured here: a request that got past validation would answer 500.

const id = '0198c6c0-0000-7000-8000-000000000001'
const valid = {
  cartId: id,
  items: [{ productId: id, quantity: 1 }],
  contact: { name: 'Анна', phone: '+79161234567' },
  address: { city: 'Казань', street: 'Баумана', house: '1' },
  slotId: 'morning',
  expectedTotalMinor: 1,
  paymentMethod: 'card',
}

const post = async (resource: string, body: unknown, headers: Record<string, string> = {}) => {
  const event = {
    httpMethod: 'POST',
    resource,
    path: resource,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': '12345678', ...headers },
    pathParameters: null,
    multiValueQueryStringParameters: null,
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEvent
  const answer: APIGatewayProxyResult = await handler(event, { awsRequestId: 'r', functionName: 'f' } as Context)
  const problem = JSON.parse(answer.body) as { code: string; errors?: { field: string }[] }
  return { status: answer.statusCode, code: problem.code, fields: problem.errors?.map(({ field }) => field) }
}

const item = { productId: id, quantity: 1 }

describe('POST /api/orders', () => {
  it.each<[string, object]>([
    ['cartId', { cartId: 'mine' }],
    ['items', { items: [] }],
    ['items', { items: Array.from({ length: 51 }, () => item) }],
    ['items.0.quantity', { items: [{ ...item, quantity: 0 }] }],
    ['items.0.quantity', { items: [{ ...item, quantity: -1 }] }],
    ['items.0.quantity', { items: [{ ...item, quantity: 1.5 }] }],
    ['items.1.quantity', { items: [item, { ...item, quantity: 100 }] }],
    ['items.0.quantity', { items: [{ ...item, quantity: '1' }] }],
    ['items.0.productId', { items: [{ quantity: 1 }] }],
    ['contact', { contact: null }],
    ['contact.name', { contact: { ...valid.contact, name: ' \t ' } }],
    ['contact.phone', { contact: { ...valid.contact, phone: '12' } }],
    ['contact.phone', { contact: { ...valid.contact, phone: '+7916123456' } }],
    ['contact.email', { contact: { ...valid.contact, email: 'anna@' } }],
    ['address.house', { address: { city: 'Казань', street: 'Баумана' } }],
    ['address.street', { address: { ...valid.address, street: 'Баумана\u0000' } }],
    ['slotId', { slotId: '' }],
    ['expectedTotalMinor', { expectedTotalMinor: -1 }],
    ['expectedTotalMinor', { expectedTotalMinor: 10.5 }],
    ['paymentMethod', { paymentMethod: 'promise' }],
    ['comment', { comment: 'о'.repeat(501) }],
    ['language', { language: 'fr' }],
  ])('refuses a body whose %s is wrong, by its name: %j', async (field, change) => {
    expect(await post('/api/orders', { ...valid, ...change })).toEqual({
      status: 400,
      code: 'invalid_request',
      fields: [field],
    })
  })

  it.each(['', 'short', 'with space 1', 'a'.repeat(65), 'ключ-из-кириллицы'])('refuses the key %j', async (key) => {
    expect(await post('/api/orders', valid, { 'Idempotency-Key': key })).toEqual({
      status: 400,
      code: 'invalid_request',
      fields: ['idempotency-key'],
    })
  })

  it('names every wrong field at once', async () => {
    const { fields } = await post('/api/orders', { ...valid, slotId: 1, paymentMethod: 2 })
    expect(fields).toEqual(['slotId', 'paymentMethod'])
  })
})

describe.each(['/api/orders', '/api/quotes'])('POST %s', (resource) => {
  it('refuses what is no JSON', async () => {
    expect(await post(resource, '{')).toMatchObject({ status: 400, code: 'invalid_json' })
  })

  it('refuses a body of another media type', async () => {
    expect(await post(resource, 'a=1', { 'Content-Type': 'text/plain' })).toMatchObject({ status: 415 })
  })

  it('answers any other JSON with 400 and the fields, never 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        const { status, fields } = await post(resource, body)
        expect(status).toBe(400)
        expect(fields?.length).toBeGreaterThan(0)
      }),
    )
  })
})
