import { describe, expect, it } from 'vitest'
import { mockAnswer, usesVelocity } from './mock.ts'
import type { GatewayRequest } from './request.ts'

const request = (origin?: string) => ({ headers: origin ? { Origin: origin } : {} }) as GatewayRequest

// What the CDK writes for defaultCorsPreflightOptions with more than one origin.
const severalOrigins = `#set($origin = $input.params().header.get("Origin"))
#if($origin == "") #set($origin = $input.params().header.get("origin")) #end
#if($origin.matches("https://a.example") || $origin.matches("https://b.example"))
  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end`

const preflight = {
  type: 'mock' as const,
  requestTemplate: '{ statusCode: 200 }',
  responses: [
    {
      statusCode: '204',
      selectionPattern: undefined,
      parameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://a.example'" },
      templates: { 'application/json': severalOrigins },
    },
  ],
}

const originOf = (origin?: string) =>
  mockAnswer(preflight, request(origin)).headers.find(([name]) => name === 'Access-Control-Allow-Origin')?.[1]

describe('a mock integration', () => {
  it('allows each of several origins, and answers others with the first', () => {
    expect(originOf('https://b.example')).toBe('https://b.example')
    expect(originOf('https://evil.example')).toBe('https://a.example')
    expect(originOf()).toBe('https://a.example')
  })

  it('picks its response by the status the request template gives', () => {
    const response = (statusCode: string, selectionPattern?: string) => ({
      statusCode,
      selectionPattern,
      parameters: {},
      templates: { 'application/json': `{"code":${statusCode}}` },
    })
    const mock = {
      type: 'mock' as const,
      requestTemplate: '{"statusCode": 503}',
      responses: [response('200'), response('503', '5\\d\\d')],
    }
    expect(mockAnswer(mock, request())).toMatchObject({ status: 503, body: '{"code":503}' })
  })

  it('without a status is an error of the API', () => {
    expect(() => mockAnswer({ ...preflight, requestTemplate: undefined }, request())).toThrow('Internal server error')
  })

  it('knows a template it cannot evaluate', () => {
    expect(usesVelocity('$input.json("$.a")')).toBe(true)
    expect(usesVelocity('{"price": "5 $"}')).toBe(false)
  })
})
