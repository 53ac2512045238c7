import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EngineError } from '../engines/error.ts'
import { projectRoot } from '../engines/paths.ts'
import { composeFile } from './compose.ts'
import { addresses, parameters, smsAccount } from './places.ts'
import { readSettings } from './settings.ts'

const example = readFileSync(join(projectRoot, '.env.example'), 'utf8')
const composed = readFileSync(composeFile, 'utf8')

it('are complete in .env.example, and those of the shell come first', () => {
  expect(readSettings(example, {}).ports.shop).toBe(3000)
  expect(readSettings(example, { KOROB_PORT: '4000' }).ports.shop).toBe(4000)
})

it('are the ones that the compose file asks for, no more and no fewer', () => {
  const asked = new Set([...composed.matchAll(/\$\{(\w+)/g)].map((match) => match[1]))
  const given = new Set([...example.matchAll(/^(\w+)=/gm)].map((match) => match[1]))
  expect([...asked].sort()).toEqual([...given].sort())
})

it.each([
  ['a missing one', { KOROB_PORT: '' }, 'KOROB_PORT is not set'],
  ['a port that is none', { KOROB_PORT: '70000' }, '70000 is no port'],
  ['a port that browsers refuse', { KOROB_PORT: '6000' }, 'browsers refuse to open port 6000'],
  ['one port given twice', { KOROB_PORT: '3002' }, 'both KOROB_PORT and KOROB_SMS_PORT'],
  ['a password that would break addresses', { KOROB_POSTGRES_PASSWORD: 'a@b' }, 'KOROB_POSTGRES_PASSWORD'],
])('say what is wrong with %s', (_case, env, message) => {
  const read = () => readSettings(example, env)
  expect(read).toThrow(EngineError)
  expect(read).toThrow(message)
})

it('give functions the names of services, and people the addresses of this machine', () => {
  const settings = readSettings(example, { KOROB_PORT: '4000', KOROB_SMS_PORT: '4002' })
  const given = parameters(settings)
  expect(given).toMatchObject({
    DatabaseHost: 'postgres',
    RabbitMqUrl: 'amqp://rabbitmq:5672/korob',
    OpenSearchUrl: 'http://opensearch:9200',
    SmsGatewayUrl: 'http://sms:4002',
    SmsGatewayAccount: smsAccount,
    // Texts lead there, and the simulator, which shares the shop's network, sends receipts there.
    PublicUrl: 'http://localhost:4000',
  })
  expect(addresses(settings).shop).toBe(given.PublicUrl)
  for (const name of ['postgres', 'rabbitmq', 'opensearch']) expect(composed).toMatch(new RegExp(`^ {2}${name}:$`, 'm'))
  expect(composed).toContain('aliases: [sms]')
  expect(composed).toContain(`--account=${smsAccount}`)
})
