import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientAddressOf } from './client-address.ts'

const call = (headers: Record<string, string>): APIGatewayProxyEvent =>
  ({ headers, requestContext: { identity: { sourceIp: '130.176.0.1' } } }) as unknown as APIGatewayProxyEvent

describe('the client address', () => {
  let secrets: Server
  beforeAll(async () => {
    secrets = createServer((_, response) => {
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      response.end(JSON.stringify({ SecretString: '{"secret":"known-to-cloudfront"}' }))
    })
    await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve))
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`
    process.env.AWS_REGION = 'eu-central-1'
    process.env.AWS_ACCESS_KEY_ID = 'test'
    process.env.AWS_SECRET_ACCESS_KEY = 'test'
  })
  beforeEach(() => {
    process.env.ORIGIN_SECRET_ARN = 'arn:origin'
  })
  afterAll(() => {
    delete process.env.ORIGIN_SECRET_ARN
    secrets.close()
  })

  it('is what CloudFront says, when it proves to be CloudFront', async () => {
    const event = call({ 'X-Origin-Secret': 'known-to-cloudfront', 'X-Client-Address': '203.0.113.7' })
    expect(await clientAddressOf(event)).toBe('203.0.113.7')
  })

  it('is what API Gateway sees, when someone only claims to be CloudFront', async () => {
    expect(await clientAddressOf(call({ 'x-origin-secret': 'guessed', 'x-client-address': '203.0.113.7' }))).toBe(
      '130.176.0.1',
    )
    expect(await clientAddressOf(call({ 'x-client-address': '203.0.113.7' }))).toBe('130.176.0.1')
  })

  it('is what API Gateway sees, where there is no CloudFront', async () => {
    delete process.env.ORIGIN_SECRET_ARN
    expect(await clientAddressOf(call({ 'x-client-address': '203.0.113.7' }))).toBe('130.176.0.1')
  })
})
