import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { InvokeFailed, invoke, invokeAsync } from './invoke.ts'

interface Seen {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

let server: Server
let seen: Seen[] = []
let answer: { status: number; headers?: Record<string, string>; body?: string } | 'none' = { status: 200, body: '{}' }

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') })
      if (answer !== 'none') response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', '')
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  role('one')
})
afterEach(() => {
  seen = []
  answer = { status: 200, body: '{}' }
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

const role = (name: string) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', `AKIA-${name}`)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', `secret-${name}`)
  vi.stubEnv('AWS_SESSION_TOKEN', `session-${name}`)
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest()

/** The signature that AWS would compute: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signatureOf = ({ method, path, headers, body }: Seen, secret: string): string => {
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? []
  const canonicalHeaders = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const canonicalPath = path.split('/').map(encodeURIComponent).join('/')
  const canonical = [method, canonicalPath, '', canonicalHeaders.join(''), names, sha256(body)].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

test.each(['catalog-stock', 'arn:aws:lambda:eu-central-1:123456789012:function:catalog-stock'])(
  'a call of %s is signed as AWS checks it, with the session of the role',
  async (name) => {
    answer = { status: 200, body: '{"answer":"да"}' }
    expect(await invoke(name, { question: 'ё' }, 5_000)).toEqual({ answer: 'да' })
    const [call] = seen as [Seen]
    expect(call).toMatchObject({
      method: 'POST',
      path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
      body: '{"question":"ё"}',
      headers: { 'x-amz-invocation-type': 'RequestResponse', 'x-amz-security-token': 'session-one' },
    })
    expect(call.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIA-one\/\d{8}\/eu-central-1\/lambda\/aws4_request, /,
    )
    expect(call.headers.authorization).toMatch(/SignedHeaders=[^,]*host;[^,]*x-amz-security-token/)
    expect(call.headers.authorization).toContain(`Signature=${signatureOf(call, 'secret-one')}`)
  },
)

test('a role whose session was renewed signs with the new one at once', async () => {
  await invoke('f', {}, 5_000)
  role('two')
  await invoke('f', {}, 5_000)
  role('one')
  const [, call] = seen as [Seen, Seen]
  expect(call.headers['x-amz-security-token']).toBe('session-two')
  expect(call.headers.authorization).toContain(`Signature=${signatureOf(call, 'secret-two')}`)
})

test('a trace goes along, so that Lambda sees who called', async () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'backend-shop')
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793')
  await invoke('f', {}, 5_000)
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', '')
  expect(seen[0]?.headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793')
})

test.each([
  [
    'the function failed',
    { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"no"}' },
    /failed: .*no/,
  ],
  [
    'Lambda is throttled',
    { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: '{}' },
    /429 TooMany/,
  ],
  [
    'the role may not',
    { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' },
    /403 Access/,
  ],
  ['something in between answers', { status: 502, body: '<html>' }, /502/],
])('a call where %s has failed', async (_, told, message) => {
  answer = told
  const failure = await invoke('f', {}, 5_000).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(InvokeFailed)
  expect(String(failure)).toMatch(message)
})

test('a call without an answer ends when its time is over, and so does one that nobody takes', async () => {
  answer = 'none'
  await expect(invoke('f', {}, 50)).rejects.toThrow(/no answer within 50 ms/)
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
  await expect(invoke('f', {}, 5_000)).rejects.toBeInstanceOf(InvokeFailed)
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
})

test("a hint is handed to Lambda's own queue", async () => {
  answer = { status: 202 }
  await invokeAsync('orders-relay', { reason: 'committed' })
  expect(seen[0]?.headers['x-amz-invocation-type']).toBe('Event')
  answer = { status: 429 }
  await expect(invokeAsync('orders-relay', {})).rejects.toThrow(/429/)
})
