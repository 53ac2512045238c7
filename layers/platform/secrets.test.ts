import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { forgetSecret, readSecret } from './secrets.ts'

type Answer = { status: number; body: unknown } | 'no answer'

let server: Server
let answers: Answer[]
let asked: { headers: IncomingHttpHeaders; body: unknown }[]

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push({ headers: request.headers, body: JSON.parse(await text(request)) })
    const answer = answers.shift()
    if (!answer || answer === 'no answer') return request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const secretsManagerThat = (...given: Answer[]) => {
  asked = []
  answers = given
  forgetSecret('database')
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-told')
}
afterEach(() => vi.unstubAllEnvs())

const value = (SecretString: string): Answer => ({ status: 200, body: { Name: 'database', SecretString } })
const refusal = (type: string, status = 400): Answer => ({ status, body: { __type: type, Message: 'because' } })

test('a secret is asked for once, signed, as the API wants it', async () => {
  secretsManagerThat(value('open sesame'))
  expect(await Promise.all([readSecret('database'), readSecret('database')])).toEqual(['open sesame', 'open sesame'])
  expect(asked).toHaveLength(1)
  expect(asked[0]?.body).toEqual({ SecretId: 'database', VersionStage: 'AWSCURRENT' })
  expect(asked[0]?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.GetSecretValue',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/secretsmanager\/aws4_request, /,
    ),
  })
})

test('what is not answered, fails or is refused for now is asked for again', async () => {
  secretsManagerThat('no answer', refusal('ThrottlingException'), value('in the end'))
  expect(await readSecret('database')).toBe('in the end')
  secretsManagerThat(refusal('InternalServiceError', 500), value('after an error'))
  expect(await readSecret('database')).toBe('after an error')
})

test('who may not read it is told so at once, and may try again', async () => {
  secretsManagerThat(refusal('AccessDeniedException'), value('now I may'))
  await expect(readSecret('database')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: "secret database can't be read: AccessDeniedException: because",
  })
  expect(asked).toHaveLength(1)
  expect(await readSecret('database')).toBe('now I may')
})

test('after three attempts it is given up', async () => {
  secretsManagerThat('no answer', 'no answer', 'no answer', value('too late'))
  await expect(readSecret('database')).rejects.toThrow("secret database can't be read: ")
  expect(asked).toHaveLength(3)
})

test('a secret of bytes is none of ours', async () => {
  secretsManagerThat({ status: 200, body: { SecretBinary: 'AAAA' } })
  await expect(readSecret('database')).rejects.toThrow('secret database has no string value')
})
