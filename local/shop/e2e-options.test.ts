import { expect, it } from 'vitest'
import { EngineError } from '../engines/error.ts'
import { readEndToEnd } from './e2e-options.ts'

const url = ['--url', 'https://shop.example.org/']
const sms = ['--sms-url', 'http://127.0.0.1:3002']

it('needs the addresses of the shop and of its SMS gateway, and the couriers', () => {
  const { env, filters } = readEndToEnd([...url, ...sms, '--courier-token', 'a', '--courier-token', 'b'], {})
  expect(filters).toEqual([])
  expect(env).toEqual({
    E2E_URL: 'https://shop.example.org',
    E2E_API_URL: 'https://shop.example.org',
    E2E_SMS_URL: 'http://127.0.0.1:3002',
    E2E_COURIER_TOKENS: 'a,b',
  })
})

it('takes the shop that runs here, unless another is named', () => {
  const here = {
    url: 'http://localhost:4000',
    runner: 'http://127.0.0.1:4001',
    sms: 'http://127.0.0.1:4002',
    databaseUrl: 'postgres://postgres:secret@127.0.0.1:4003/korob',
    tokenSecret: 'arn:key',
  }
  expect(readEndToEnd(['orders'], {}, here)).toMatchObject({
    filters: ['orders'],
    env: {
      E2E_URL: here.url,
      E2E_API_URL: here.url,
      E2E_SMS_URL: here.sms,
      E2E_TOKEN_SECRET: here.tokenSecret,
      AWS_ENDPOINT_URL: here.runner,
    },
  })
  const { env } = readEndToEnd([...url, ...sms, '--courier-token', 'a'], {}, here)
  expect(env).toMatchObject({ E2E_URL: 'https://shop.example.org', E2E_COURIER_TOKENS: 'a' })
  expect(env).not.toHaveProperty('E2E_TOKEN_SECRET')
})

it("reads the key of tokens at the emulator where one is named, with its credentials and nobody else's", () => {
  const given = [...url, ...sms, '--token-secret', 'key', '--endpoint', 'http://127.0.0.1:4566', 'orders']
  const { env, filters } = readEndToEnd(given, { SMS_GATEWAY_ACCOUNT: 'AC1', SMS_GATEWAY_TOKEN: 't' })
  expect(filters).toEqual(['orders'])
  expect(env).toMatchObject({
    E2E_TOKEN_SECRET: 'key',
    E2E_SMS_ACCOUNT: 'AC1',
    E2E_SMS_TOKEN: 't',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
  })
  expect(readEndToEnd([...url, ...sms, '--token-secret', 'key'], {}).env).not.toHaveProperty('AWS_ENDPOINT_URL')
})

it.each([
  ['no shop', sms, '--url is missing'],
  ['no gateway', url, '--sms-url is missing'],
  ['an address that is none', ['--url', 'shop', ...sms], 'shop is no address'],
  ['nobody who delivers', [...url, ...sms], '--courier-token'],
  ['half a login', [...url, ...sms, '--courier-token', 'a', '--sms-account', 'AC1'], '--sms-token'],
  ['a flag of its own', [...url, '--shop', 'x'], '--shop'],
])('says what is wrong with %s, and how it is meant', (_case, args, message) => {
  const read = () => readEndToEnd(args, {})
  expect(read).toThrow(EngineError)
  expect(read).toThrow(message)
})
