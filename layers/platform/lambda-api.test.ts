import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const region = 'eu-central-1'
const secret = 'a secret access key'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** What AWS computes from a request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signatureOf = ({ method, url = '', headers }: IncomingMessage, body: string): string => {
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
  const date = String(headers['x-amz-date'])
  const scope = `${date.slice(0, 8)}/${region}/lambda/aws4_request`
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`)
  // The path is encoded once more than it was sent.
  const path = url.split('/').map(encodeURIComponent).join('/')
  const canonical = [method, path, '', lines.join(''), names, sha256(body)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secret}`)
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex')
}

interface Received {
  path: string
  headers: IncomingMessage['headers']
  body: string
  signature: string
}

const received: Received[] = []
let answer = { status: 200, headers: {}, body: '{}', late: false }

const server = createServer(async (message, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const { url = '', headers } = message
  received.push({ path: url, headers, body, signature: signatureOf(message, body) })
  response.writeHead(answer.status, answer.headers)
  if (answer.late) response.write('{')
  else response.end(answer.body)
})

let requestInvoke: typeof import('./lambda-api.ts').requestInvoke

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: 'a session token',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
  })
  ;({ requestInvoke } = await import('./lambda-api.ts'))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (functionName = 'stock', timeoutMs = 5_000) =>
  requestInvoke(functionName, 'RequestResponse', { words: 'кириллица' }, timeoutMs)

describe('a request to Lambda', () => {
  it('carries the signature that AWS computes from it, the session token, and the trace', async () => {
    answer = { status: 200, headers: {}, body: '"done"', late: false }
    expect(await ask('arn:aws:lambda:eu-central-1:1:function:stock')).toEqual({ text: '"done"', failed: false })
    const last = received.at(-1)
    expect(last?.headers.authorization).toContain(`Signature=${last?.signature}`)
    expect(last?.headers).toMatchObject({
      'x-amz-security-token': 'a session token',
      'x-amz-invocation-type': 'RequestResponse',
      'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
    })
    expect(last?.path).toBe(
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A1%3Afunction%3Astock/invocations',
    )
    expect(JSON.parse(last?.body ?? '')).toEqual({ words: 'кириллица' })
  })

  it('tells that the function itself has failed', async () => {
    const body = '{"errorType":"TypeError"}'
    answer = { status: 200, headers: { 'X-Amz-Function-Error': 'Unhandled' }, body, late: false }
    expect(await ask()).toEqual({ text: body, failed: true })
  })

  it('fails with what Lambda refuses it for', async () => {
    const headers = { 'x-amzn-ErrorType': 'TooManyRequestsException' }
    answer = {
      status: 429,
      headers,
      body: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded"}',
      late: false,
    }
    await expect(ask()).rejects.toThrow(/429 TooManyRequestsException .*ReservedFunction/)
  })

  it('fails when the answer has begun and does not end in time', async () => {
    answer = { status: 200, headers: {}, body: '', late: true }
    await expect(ask('stock', 50)).rejects.toThrow()
  })
})
