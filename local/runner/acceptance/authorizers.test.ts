import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample?.stop())

const withToken = (token: string | undefined, method = 'GET'): Promise<Response> =>
  fetch(`${sample.runner.apiUrl}/private`, { method, headers: token === undefined ? {} : { authorization: token } })

async function authorizerOf(answer: Response): Promise<Record<string, string>> {
  expect(answer.status).toBe(200)
  const { event } = (await answer.json()) as { event: { requestContext: { authorizer: Record<string, string> } } }
  return event.requestContext.authorizer
}

describe('a TOKEN authorizer', () => {
  it('hands principal and context on, every value as text', async () => {
    const context = await authorizerOf(await withToken('Bearer anna'))
    expect(context).toMatchObject({ principalId: 'anna', text: 'value', number: '1', flag: 'true' })
  })

  it('gets the event that AWS documents', async () => {
    const context = await authorizerOf(await withToken('Bearer event'))
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
    expect(JSON.parse(context.event as string)).toEqual({
      type: 'TOKEN',
      methodArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/local\/GET\/private$/,
      ),
      authorizationToken: 'Bearer event',
    })
  })

  it('is asked once for a token while its answer is cached', async () => {
    const first = await authorizerOf(await withToken('Bearer cached'))
    const second = await authorizerOf(await withToken('Bearer cached', 'POST'))
    expect(second.calls).toBe(first.calls)
    expect((await authorizerOf(await withToken('Bearer other'))).calls).not.toBe(first.calls)
  })

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ["doesn't match the validation expression", 'Basic abc'],
    ['makes it throw Unauthorized', 'Bearer unauthorized'],
  ])('answers 401 when the token %s', async (_what, token) => {
    const answer = await withToken(token)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnauthorizedException')
    expect(await answer.json()).toEqual({ message: 'Unauthorized' })
  })

  it('answers 403 to an explicit deny, even beside an allow', async () => {
    const answer = await withToken('Bearer deny')
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({
      Message: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    })
  })

  it('answers 403 when no statement covers the call', async () => {
    expect((await withToken('Bearer nothing')).status).toBe(403)
    expect((await withToken('Bearer get')).status).toBe(200)
    const answer = await withToken('Bearer get', 'POST')
    expect(answer.status).toBe(403)
    expect(await answer.json()).toEqual({ Message: 'User is not authorized to access this resource' })
  })

  it.each(['Bearer broken', 'Bearer malformed'])('answers 500 when it fails: %s', async (token) => {
    const answer = await withToken(token)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toEqual({ message: null })
  })
})

describe('a REQUEST authorizer', () => {
  const keyed = (query: string, key: string | undefined): Promise<Response> =>
    fetch(`${sample.runner.apiUrl}/keyed${query}`, { headers: key === undefined ? {} : { 'X-Key': key } })

  it('gets the event that AWS documents', async () => {
    const context = await authorizerOf(await keyed('?tenant=one', 'anna'))
    const event = JSON.parse(context.event as string) as Record<string, unknown>
    expect(event).toMatchObject({
      type: 'REQUEST',
      resource: '/keyed',
      path: '/keyed',
      httpMethod: 'GET',
      headers: { 'X-Key': 'anna' },
      queryStringParameters: { tenant: 'one' },
      pathParameters: {},
      stageVariables: { colour: 'blue' },
      requestContext: { stage: 'local', path: '/local/keyed', identity: { sourceIp: '127.0.0.1' } },
    })
    expect(event.methodArn).toMatch(/\/local\/GET\/keyed$/)
    expect(event).not.toHaveProperty('body')
  })

  it.each([
    ['', 'anna'],
    ['?tenant=one', undefined],
    ['?tenant=', 'anna'],
  ])('answers 401 without asking when an identity source is missing: %s %s', async (query, key) => {
    expect((await keyed(query, key)).status).toBe(401)
  })

  it('is asked every time when nothing is cached', async () => {
    const first = await authorizerOf(await keyed('?tenant=one', 'again'))
    const second = await authorizerOf(await keyed('?tenant=one', 'again'))
    expect(Number(second.calls)).toBe(Number(first.calls) + 1)
  })
})
