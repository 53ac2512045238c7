import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { release } from '../../catalog/contract.ts'
import { attempt } from './attempt.ts'

// A socket that answers what a test says, where the SDK looks for Lambda's Invoke API.
let lambda: Server
let answer: { status: number; body: unknown; functionError?: string } | undefined

beforeAll(async () => {
  lambda = createServer((request, response) => {
    request.resume()
    if (!answer) return
    const headers = answer.functionError ? { 'x-amz-function-error': answer.functionError } : {}
    response.writeHead(answer.status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => lambda.listen(0, '127.0.0.1', resolve))
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(lambda.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    FUNCTION_CATALOG_STOCK: 'catalog-stock',
  })
})
afterAll(() => {
  lambda.closeAllConnections()
  lambda.close()
})
beforeEach(() => {
  answer = undefined
})

const releaseStock = (limitMs: number) =>
  attempt(release, { orderId: '0198c6c0-0000-7000-8000-000000000001', attempt: 1 }, limitMs)

describe('a call', () => {
  it('that is answered is done', async () => {
    answer = { status: 200, body: { ok: true, output: { released: true } } }
    expect(await releaseStock(5_000)).toEqual({ kind: 'done', value: { released: true } })
  })

  it('that is refused is refused, with what the service said', async () => {
    answer = { status: 200, body: { ok: false, code: 'wrong_state', errors: [], details: { a: 1 } } }
    expect(await releaseStock(5_000)).toMatchObject({
      kind: 'refused',
      problem: { code: 'wrong_state', details: { a: 1 } },
    })
  })

  it('without an answer in time is unknown, also when the time left has fractions', async () => {
    expect(await releaseStock(60.25)).toMatchObject({ kind: 'unknown' })
  })

  it.each([
    ['that throws', { status: 200, functionError: 'Unhandled', body: { errorMessage: 'no database' } }],
    ['that is throttled', { status: 429, body: { Type: 'User', message: 'Rate Exceeded.' } }],
    ['that answers in another shape', { status: 200, body: { ok: true, output: { gone: true } } }],
  ])('to a function %s is unknown', async (_, given) => {
    answer = given
    expect(await releaseStock(5_000)).toMatchObject({ kind: 'unknown' })
  })
})
