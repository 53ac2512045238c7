import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample?.stop())

const call = (path: string, init?: RequestInit): Promise<Response> => fetch(sample.runner.apiUrl + path, init)

type Event = Record<string, never> & { requestContext: Record<string, unknown>; headers: Record<string, string> }

async function eventOf(path: string, init?: RequestInit): Promise<Event> {
  const answer = await call(path, init)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { event: Event }).event
}

/** Has the function behind POST /behave answer as told. */
function answering(answer: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return call('/behave', { method: 'POST', headers, body: JSON.stringify({ do: 'answer', answer }) })
}

describe('routing', () => {
  it('prefers a static part to a parameter and a parameter to the rest of the path', async () => {
    expect(await eventOf('/items/special')).toMatchObject({ resource: '/items/special', pathParameters: null })
    expect(await eventOf('/items/7')).toMatchObject({ resource: '/items/{id}', pathParameters: { id: '7' } })
    expect(await eventOf('/files/a/b/c.txt')).toMatchObject({
      resource: '/files/{path+}',
      pathParameters: { path: 'a/b/c.txt' },
    })
  })

  it('leaves the path and its parameters as they were sent', async () => {
    expect(await eventOf('/items/a%20b%2Fc+d')).toMatchObject({
      path: '/items/a%20b%2Fc+d',
      pathParameters: { id: 'a%20b%2Fc+d' },
    })
  })

  it('passes over a resource that lacks the method, for a less specific one that has it', async () => {
    expect(await eventOf('/items/special', { method: 'DELETE' })).toMatchObject({
      resource: '/items/{id}',
      pathParameters: { id: 'special' },
    })
  })

  it('ignores slashes at the end and takes several at the start for one', async () => {
    expect(await eventOf('/items/7/')).toMatchObject({ path: '/items/7/', pathParameters: { id: '7' } })
    expect(await eventOf('//items')).toMatchObject({
      path: '/items',
      requestContext: { path: '/local//items', resourcePath: '/items' },
    })
    expect(await eventOf('/files/a//b/')).toMatchObject({ path: '/files/a//b/', pathParameters: { path: 'a//b' } })
    const answer = await fetch(`${sample.runner.endpoint}//local/items`)
    expect(answer.status).toBe(200)
  })

  it('answers HEAD and OPTIONS only where they are declared, HEAD without a body', async () => {
    expect((await call('/items', { method: 'HEAD' })).status).toBe(403)
    const answer = await call('/files/a', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })

  it.each([
    ['/nothing', 'GET'],
    ['/items', 'DELETE'],
    ['/files', 'GET'],
    ['', 'GET'],
  ])('answers 403 to what is not declared: %s %s', async (path, method) => {
    const answer = await call(path, { method })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
    expect(await answer.json()).toEqual({ message: 'Missing Authentication Token' })
  })

  it('answers 403 to an unknown stage', async () => {
    const answer = await fetch(`${sample.runner.endpoint}/elsewhere/items`)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({ message: 'Forbidden' })
  })

  it('is reached under the address emulators use, too', async () => {
    const { requestContext } = await eventOf('/items')
    const answer = await fetch(`${sample.runner.endpoint}/_aws/execute-api/${requestContext.apiId}/local/items`)
    expect(answer.status).toBe(200)
  })
})

describe('the proxy event', () => {
  it('keeps the last value of a repeated parameter or header, and all of them in the multi-value maps', async () => {
    const event = await eventOf('/items?a=1&a=2&b=x+y%26z&empty', {
      headers: [
        ['X-Many', 'one'],
        ['X-Many', 'two'],
      ],
    })
    expect(event).toMatchObject({
      queryStringParameters: { a: '2', b: 'x y&z', empty: '' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y&z'], empty: [''] },
    })
    // fetch joins repeated headers; the raw ones are tried in request.test.ts.
    expect(event.headers['x-many'] ?? event.headers['X-Many']).toBe('one, two')
  })

  it('passes text as it is and binary types as base64', async () => {
    const text = await eventOf('/items', { method: 'POST', body: '{"ё":1}' })
    expect(text).toMatchObject({ body: '{"ё":1}', isBase64Encoded: false })
    const bytes = new Uint8Array([0, 255, 128])
    const binary = await eventOf('/items', {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(binary).toMatchObject({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true })
  })

  it('carries stage, stage variables and the forwarding headers', async () => {
    const event = await eventOf('/items', { headers: { 'x-forwarded-for': '203.0.113.9' } })
    expect(event).toMatchObject({
      stageVariables: { colour: 'blue' },
      requestContext: {
        stage: 'local',
        path: '/local/items',
        resourcePath: '/items',
        identity: { sourceIp: '127.0.0.1' },
      },
      headers: { 'X-Forwarded-For': '203.0.113.9, 127.0.0.1', 'X-Forwarded-Proto': 'http' },
    })
    expect(event.headers['X-Amzn-Trace-Id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  })

  it('has null for a body, a query and path parameters that are absent', async () => {
    expect(await eventOf('/items')).toMatchObject({
      body: null,
      isBase64Encoded: false,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
    })
    expect(await eventOf('/items', { method: 'POST', body: '' })).toMatchObject({ body: null })
  })

  it('has cookies as the one header they came in', async () => {
    const { headers } = await eventOf('/items', { headers: { cookie: 'a=1; b=2' } })
    expect(headers.cookie ?? headers.Cookie).toBe('a=1; b=2')
  })
})

describe('ids', () => {
  it('of the event are those of the answer', async () => {
    const answer = await call('/items')
    const { event } = (await answer.json()) as { event: Event }
    expect(answer.headers.get('x-amzn-requestid')).toBe(event.requestContext.requestId)
    expect(answer.headers.get('x-amz-apigw-id')).toBe(event.requestContext.extendedRequestId)
  })

  // As recorded from AWS by LocalStack's test_invocation_trace_id.
  it("of a trace are the client's, completed, on answers of functions only", async () => {
    const traceOf = async (path: string, sent?: string, method = 'GET'): Promise<string | null> =>
      (await call(path, { method, headers: sent === undefined ? {} : { 'x-amzn-trace-id': sent } })).headers.get(
        'x-amzn-trace-id',
      )
    const root = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8'
    expect(await traceOf('/items')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/)
    expect(await traceOf('/items', `${root};Parent=7fa8c0f79203be72;Sampled=1`)).toBe(
      `${root};Parent=7fa8c0f79203be72;Sampled=1`,
    )
    expect(await traceOf('/items', root)).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`))
    expect(await traceOf('/items', undefined, 'OPTIONS')).toBeNull()
    expect(await traceOf('/nothing')).toBeNull()
  })
})

describe('the answer', () => {
  it('has the status, headers and body of the function', async () => {
    const answer = await answering({
      statusCode: 201,
      headers: { 'X-One': 'yes', 'Content-Type': 'text/plain' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'made',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-one')).toBe('yes')
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await answer.text()).toBe('made')
  })

  it('is JSON unless the function says otherwise, and 200 without a status', async () => {
    const answer = await answering({ body: '{}' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  it('decodes base64 only for a client that accepts one of the binary types', async () => {
    const image = { statusCode: 200, isBase64Encoded: true, body: Buffer.from('pixels').toString('base64') }
    expect(await (await answering(image, { accept: 'image/png' })).text()).toBe('pixels')
    for (const accept of ['text/html', '*/*', 'image/*', 'text/html,image/png']) {
      expect(await (await answering(image, { accept })).text()).toBe(image.body)
    }
    expect(await (await answering(image, { accept: 'image/png,*/*;q=0.8' })).text()).toBe('pixels')
  })

  it('is 500 when what it declares as base64 is none', async () => {
    const answer = await answering({ isBase64Encoded: true, body: 'èé+à)(' }, { accept: 'image/png' })
    expect(answer.status).toBe(500)
  })

  it('takes a status as text, and headers that are numbers or booleans', async () => {
    const answer = await answering({ statusCode: '201', headers: { 'X-Number': 1, 'X-Flag': true } })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-number')).toBe('1')
    expect(answer.headers.get('x-flag')).toBe('true')
    expect((await answering({ statusCode: 200, headers: null, body: null })).status).toBe(200)
  })

  it('joins headers given once and several times, whatever their case', async () => {
    const answer = await answering({ multiValueHeaders: { 'X-mAny': ['one', 'two'] }, headers: { 'x-many': 'three' } })
    expect(answer.headers.get('x-many')).toBe('one, two, three')
  })

  it('remaps headers that belong to API Gateway', async () => {
    const answer = await answering({
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Bearer', 'Content-Length': '999' },
      body: 'no',
    })
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(answer.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer')
    expect(answer.headers.get('content-length')).toBe('2')
  })

  it.each([
    ['text', 'plain text'],
    ['nothing', null],
    ['a list', []],
    ['an unknown key', { statusCode: 200, extra: true }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a status that is no number', { statusCode: 'fine' }],
    ['a status below 200', { statusCode: 101 }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a single multi-value header', { statusCode: 200, multiValueHeaders: { a: 'one' } }],
  ])('is 502 when the function gives %s', async (_what, value) => {
    const answer = await answering(value)
    expect(answer.status).toBe(502)
    expect(await answer.json()).toEqual({ message: 'Internal server error' })
  })

  it.each([
    ['throws', { do: 'throw', message: 'oops' }],
    ['ends its process', { do: 'exit', code: 3 }],
    ['answers more than 6 MB', { do: 'large', bytes: 6_291_557 }],
  ])('is 502 when the function %s', async (_what, wish) => {
    const answer = await call('/behave', { method: 'POST', body: JSON.stringify(wish) })
    expect(answer.status).toBe(502)
    expect(await answer.text()).not.toContain('oops')
  })

  it('comes from the alias that the integration names', async () => {
    const { arn } = (await (await call('/aliased')).json()) as { arn: string }
    expect(arn).toMatch(/:function:sample-Probe\w+:live$/)
  })

  it('is 500 when Lambda refuses the invocation', async () => {
    const until = join(sample.dataDir, 'one-was-refused')
    const both = [1, 2].map(() => call('/single', { method: 'POST', body: JSON.stringify({ until }) }))
    await Promise.race(both)
    writeFileSync(until, '')
    const statuses = (await Promise.all(both)).map((answer) => answer.status)
    expect(statuses.sort()).toEqual([200, 500])
  })

  it("is 504 at the integration's time limit", async () => {
    const answer = await call('/behave', { method: 'PUT', body: JSON.stringify({ do: 'slow', ms: 1500 }) })
    expect(answer.status).toBe(504)
    expect(await answer.json()).toEqual({ message: 'Endpoint request timed out' })
  })

  // Recorded from AWS: https://github.com/koki-develop/lgtm-generator/issues/10
  it('is 413 for a body of more than 10 MB, and for one whose event is more than the 6 MB that Lambda takes', async () => {
    const answer = await call('/items', { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toEqual({ message: 'HTTP content length exceeded 10485760 bytes.' })
    const long = await call('/items', { method: 'POST', body: 'x'.repeat(6 * 1024 * 1024) })
    expect(long.status).toBe(413)
    expect(long.headers.get('x-amzn-errortype')).toBe('BadRequestException')
    expect(await long.json()).toEqual({ message: 'Request Too Long' })
  })
})

describe('an API key', () => {
  const metered = (headers: Record<string, string>): Promise<Response> => call('/metered', { headers })

  it('of a usage plan of the stage lets through, and is in the event', async () => {
    const answer = await metered({ 'x-api-key': 'a-key-that-everybody-may-know' })
    expect(answer.status).toBe(200)
    const { event } = (await answer.json()) as { event: Event }
    expect(event.requestContext.identity).toMatchObject({
      apiKey: 'a-key-that-everybody-may-know',
      apiKeyId: expect.stringMatching(/^[a-z0-9]{10}$/),
    })
  })

  it.each([[{}], [{ 'x-api-key': 'another' }]])('is asked for: %j', async (headers) => {
    const answer = await metered(headers as Record<string, string>)
    expect(answer.headers.get('x-amzn-errortype')).toBe('ForbiddenException')
  })

  it("is missed in the words of the API's gateway response, with values of the request", async () => {
    const answer = await metered({ 'x-who': 'anna' })
    expect(answer.status).toBe(402)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('x-who')).toBe('anna')
    expect(answer.headers.get('x-path')).toBe('/local/metered')
    expect(answer.headers.get('x-fixed')).toBe('yes')
    expect(await answer.json()).toEqual({ title: 'Forbidden', colour: 'blue' })
    expect((await metered({})).headers.has('x-who')).toBe(false)
  })
})

describe('a request validator', () => {
  const validated = (query: string, body: string, headers: Record<string, string> = { 'x-needed': 'yes' }) =>
    call(`/validated${query}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

  it.each([
    ['', {}, 'X-Needed, page'],
    ['?page=', { 'x-needed': 'yes' }, 'page'],
    ['?page=1', {}, 'X-Needed'],
  ])('names the required parameters that are missing or blank: %s %j', async (query, headers, missing) => {
    const answer = await validated(query, '{"amount":1}', headers as Record<string, string>)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-amzn-errortype')).toBe('BadRequestException')
    expect(await answer.json()).toEqual({ message: `Missing required request parameters: [${missing}]` })
  })

  it.each(['{}', '{"amount":0}', '{"amount":"1"}', '[]', '{broken', ''])('refuses the body %s', async (body) => {
    const answer = await validated('?page=1', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ message: 'Invalid request body' })
  })

  it('lets through what its models allow, and types it has no model for', async () => {
    expect((await validated('?page=1', '{"amount":0.5}')).status).toBe(200)
    const text = { 'content-type': 'text/plain', 'x-needed': 'yes' }
    expect((await validated('?page=1', 'text', text)).status).toBe(200)
  })
})

describe('CORS', () => {
  it('answers a preflight from the mock integration', async () => {
    const answer = await call('/items', { method: 'OPTIONS', headers: { origin: 'https://shop.example' } })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(answer.headers.get('access-control-allow-methods')).toContain('GET')
    expect(answer.headers.get('access-control-max-age')).toBe('600')
  })

  it("puts the gateway responses' headers on refusals of that class only", async () => {
    const refused = await call('/nothing')
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    const broken = await answering('text')
    expect(broken.headers.get('access-control-allow-origin')).toBeNull()
  })
})
