import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Problem, Unreachable } from './errors.ts'
import { HttpAnswer, http, TextAnswer } from './http.ts'
import { asList, defineRoutes } from './routes.ts'
import { z } from './schema.ts'

const routes = defineRoutes({
  echo: {
    method: 'POST',
    path: '/api/things/{thingId}',
    access: 'public',
    audience: 'shop',
    summary: 'For these tests.',
    params: z.object({ thingId: z.string().min(2) }),
    query: z.object({ tag: z.preprocess(asList, z.array(z.string())).optional() }),
    body: z.object({ items: z.array(z.object({ quantity: z.int().min(1) })).min(1), note: z.string().optional() }),
    answers: { 200: { description: 'The same' } },
  },
  read: {
    method: 'GET',
    path: '/api/things',
    access: 'public',
    audience: 'shop',
    summary: 'For these tests.',
    answers: { 200: { description: 'A thing' } },
    etag: true,
  },
  fail: {
    method: 'DELETE',
    path: '/api/things',
    access: 'public',
    audience: 'shop',
    summary: 'For these tests.',
    answers: { 204: { description: 'Gone' } },
  },
})

const handler = http(routes, 'shop', {
  echo: async ({ params, query, body }) => ({ ...params, ...query, body }),
  read: async () => ({ name: 'короб' }),
  fail: async () => {
    throw new Error('password=secret at 10.0.0.1')
  },
})

const event = (changes: Partial<APIGatewayProxyEvent>): APIGatewayProxyEvent =>
  ({
    httpMethod: 'POST',
    resource: '/api/things/{thingId}',
    path: '/api/things/t1',
    headers: { 'Content-Type': 'application/json' },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { thingId: 't1' },
    stageVariables: null,
    requestContext: { identity: { sourceIp: '127.0.0.1' } },
    body: '{"items":[{"quantity":1}]}',
    isBase64Encoded: false,
    ...changes,
  }) as APIGatewayProxyEvent

const lambdaContext = { awsRequestId: 'r', functionName: 'f' } as Context
const send = async (changes: Partial<APIGatewayProxyEvent>) => {
  const result: APIGatewayProxyResult = await handler(event(changes), lambdaContext)
  return { ...result, json: result.body ? JSON.parse(result.body) : undefined }
}

describe('a request', () => {
  test.each([
    ['application/json; charset=UTF-8', undefined, 200],
    ['application/json;charset="utf8"', 'identity', 200],
    ['application/json; charset=us-ascii', undefined, 200],
    ['application/json; charset=windows-1251', undefined, 415],
    ['application/json; charset=utf-8; charset=utf-16', undefined, 415],
    ['application/json; charset=', undefined, 415],
    ['application/json', 'gzip', 415],
    ['application/json', 'identity, br', 415],
  ])('as %s, encoded as %s, is answered %d', async (type, coding, status) => {
    const headers = { 'Content-Type': type, ...(coding && { 'Content-Encoding': coding }) }
    expect((await send({ headers })).statusCode).toBe(status)
  })

  test('with bytes that are no UTF-8 is refused by the name of the field, as text and in base64', async () => {
    const bytes = Buffer.from('{"items":[{"quantity":1}],"note":"\xcc\xe0\xf0"}', 'latin1')
    for (const one of [
      { body: bytes.toString('utf8') },
      { body: bytes.toString('base64'), isBase64Encoded: true },
      { body: '{"items":[{"quantity":1}],"note":"\\ufffd"}' },
    ])
      expect(await send(one)).toMatchObject({ statusCode: 400, json: { errors: [{ field: 'note' }] } })
  })

  test('reaches the code parsed: path, repeated query parameters, body', async () => {
    const { statusCode, json } = await send({
      multiValueQueryStringParameters: { tag: ['a', 'b'] },
      pathParameters: { thingId: '%D0%B9%D0%B9' },
    })
    expect(statusCode).toBe(200)
    expect(json).toEqual({ thingId: 'йй', tag: ['a', 'b'], body: { items: [{ quantity: 1 }] } })
  })

  test('may be base64, as API Gateway sends binary types', async () => {
    const body = Buffer.from('{"items":[{"quantity":2}]}').toString('base64')
    expect((await send({ body, isBase64Encoded: true })).json.body.items[0].quantity).toBe(2)
  })

  test.each([
    ['no body', { body: null }, 400, 'body'],
    ['a field of the wrong kind', { body: '{"items":[{"quantity":"1"}]}' }, 400, 'items.0.quantity'],
    ['NUL in a text', { body: '{"items":[{"quantity":1}],"note":"a\\u0000b"}' }, 400, 'note'],
    ['half a character', { body: '{"items":[{"quantity":1}],"note":"\\ud83d"}' }, 400, 'note'],
    ['NUL in the name of a field', { body: '{"items":[{"quantity":1,"a\\u0000":1}]}' }, 400, 'items.0'],
    ['lists within lists', { body: `{"items":${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, 400, 'items'],
    ['NUL in the path', { pathParameters: { thingId: 'ab%00' } }, 400, 'thingId'],
    ['NUL in a query parameter', { multiValueQueryStringParameters: { tag: ['a', 'b\0'] } }, 400, 'tag.1'],
    ['not JSON', { body: '{' }, 400, 'body'],
    ['a path parameter too short', { pathParameters: { thingId: 'x' } }, 400, 'thingId'],
  ])('with %s is answered %i naming the field', async (_case, changes, status, field) => {
    const { statusCode, headers, json } = await send(changes)
    expect(statusCode).toBe(status)
    expect(headers?.['content-type']).toContain('application/problem+json')
    expect(json.errors[0].field).toBe(field)
    expect(json.correlationId).toBe(headers?.['x-correlation-id'])
  })

  test('of another media type is refused', async () => {
    expect((await send({ headers: { 'content-type': 'text/plain' } })).statusCode).toBe(415)
  })

  test('never ends in a 5xx, whatever its body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (body) => {
        const { statusCode } = await send({ body })
        expect([200, 400]).toContain(statusCode)
      }),
    )
  })

  test('cannot pollute prototypes', async () => {
    await send({ body: '{"items":[{"quantity":1}],"__proto__":{"polluted":true}}' })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('an answer', () => {
  test('to a polled GET carries an ETag, and 304 when it has not changed', async () => {
    const get = { httpMethod: 'GET', resource: '/api/things', body: null }
    const first = await send(get)
    const etag = String(first.headers?.etag)
    expect(first.statusCode).toBe(200)
    const second = await send({ ...get, headers: { 'if-none-match': `"other", W/${etag}` } })
    expect(second.statusCode).toBe(304)
    expect(second.body).toBe('')
  })

  test('that is a page is sent as it is, under its own media type', async () => {
    const showing = http(routes, 'shop', {
      echo: async () => undefined,
      read: async () => new TextAnswer('text/html; charset=utf-8', '<p>короб', { 'x-mine': 'yes' }),
      fail: async () => undefined,
    })
    const result = await showing(event({ httpMethod: 'GET', resource: '/api/things', body: null }), lambdaContext)
    expect(result).toMatchObject({
      statusCode: 200,
      body: '<p>короб',
      headers: { 'content-type': 'text/html; charset=utf-8', 'x-mine': 'yes', 'x-content-type-options': 'nosniff' },
    })
  })

  test('to what the code did not foresee is 500 and says nothing of the inside', async () => {
    const { statusCode, body } = await send({ httpMethod: 'DELETE', resource: '/api/things', body: null })
    expect(statusCode).toBe(500)
    expect(body).not.toMatch(/secret|10\.0/)
  })

  test('when PostgreSQL is away is 503, to be tried again, and says nothing of the inside', async () => {
    const away = http(routes, 'shop', {
      echo: async () => {
        throw new Unreachable('PostgreSQL: connect ECONNREFUSED 10.0.0.1:5432')
      },
      read: async () => ({}),
      fail: async () => undefined,
    })
    const result = await away(event({}), lambdaContext)
    expect(result.statusCode).toBe(503)
    expect(Number(result.headers?.['retry-after'])).toBeGreaterThan(0)
    expect(result.body).not.toContain('10.0.0.1')
  })

  test('of a refusal carries its code, its details and Retry-After', async () => {
    const refusing = http(routes, 'shop', {
      echo: async () => {
        throw new Problem('in_progress', { retryAfterSeconds: 3, details: { orderId: 'o' } })
      },
      read: async () => new HttpAnswer(200, {}),
      fail: async () => new HttpAnswer(204),
    })
    const result = await refusing(
      event({ headers: { 'content-type': 'application/json', 'accept-language': 'en' } }),
      lambdaContext,
    )
    expect(result.statusCode).toBe(409)
    expect(result.headers?.['retry-after']).toBe('3')
    expect(JSON.parse(result.body)).toMatchObject({
      code: 'in_progress',
      orderId: 'o',
      title: expect.stringContaining('still'),
    })
  })
})
