import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { proxyEvent } from './event.ts'
import documented from './fixtures/proxy-event.json' with { type: 'json' }
import type { ResourceNode } from './model.ts'
import type { Routed } from './place.ts'
import { type GatewayRequest, readRequest } from './request.ts'
import { requestTime } from './request-context.ts'

/** What becomes of a request with these raw headers. */
async function received(rawHeaders: string[]): Promise<GatewayRequest> {
  const { promise, resolve } = Promise.withResolvers<GatewayRequest>()
  const server = createServer((message, response) => {
    resolve(readRequest(message, '/', '', Buffer.alloc(0)))
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  send({ port, path: '/', headers: rawHeaders, host: '127.0.0.1' }).end()
  const request = await promise
  server.close()
  return request
}

const root: ResourceNode = {
  id: '2gxmpl',
  path: '/',
  children: new Map(),
  parameter: undefined,
  greedy: undefined,
  methods: new Map(),
}

const routed: Routed = {
  api: {
    id: '70ixmpl4fl',
    name: 'api',
    stack: 'shop',
    logicalId: 'Api',
    stage: 'Prod',
    stageVariables: null,
    deploymentId: 'abc123',
    binaryMediaTypes: [],
    gatewayResponses: new Map(),
    apiKeys: [],
    apiKeySource: 'HEADER',
    root,
  },
  node: root,
  method: {
    logicalId: 'M',
    httpMethod: 'GET',
    authorizer: undefined,
    apiKeyRequired: false,
    validator: undefined,
    integration: { type: 'unsupported', reason: '' },
  },
  pathParameters: {},
  accountId: '123456789012',
  region: 'us-east-2',
}

describe('the event of a proxy integration', () => {
  it("equals AWS's documented example, but for ids, addresses and times", async () => {
    const headers = Object.entries(documented.headers).filter(([name]) => !name.startsWith('X-'))
    const request = await received(headers.flat())
    const event = JSON.parse(JSON.stringify(proxyEvent(request, routed, false)))
    const changing = {
      extendedRequestId: expect.stringMatching(/^[\w+/]{15}=$/),
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      requestTimeEpoch: expect.any(Number),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      identity: { ...documented.requestContext.identity, sourceIp: '127.0.0.1' },
    }
    const added = {
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': expect.stringMatching(/^\d+$/),
      'X-Forwarded-Proto': 'http',
    }
    expect(event).toEqual({
      ...documented,
      headers: { ...Object.fromEntries(headers), ...added },
      multiValueHeaders: Object.fromEntries(
        Object.entries({ ...Object.fromEntries(headers), ...added }).map(([name, value]) => [name, [value]]),
      ),
      requestContext: { ...documented.requestContext, ...changing, deploymentId: 'abc123' },
    })
  })

  it('keeps every value of a repeated header and the last one alone', async () => {
    const { headers, multiValueHeaders } = await received([
      'Host',
      'a',
      'X-Many',
      'one',
      'X-Many',
      'two',
      'authorization',
      't',
      'TE',
      'trailers',
    ])
    expect(headers['X-Many']).toBe('two')
    expect(multiValueHeaders['X-Many']).toEqual(['one', 'two'])
    expect(headers.Authorization).toBe('t')
    expect(headers).not.toHaveProperty('TE')
    expect(headers).not.toHaveProperty('Connection')
  })

  it('writes times in the Common Log Format', () => {
    expect(requestTime(1583798639428)).toBe('10/Mar/2020:00:03:59 +0000')
  })
})
