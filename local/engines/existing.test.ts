import { expect, it } from 'vitest'
import { readAddress, reasonOf } from './existing.ts'

const rules = { setting: 'RABBITMQ_URL', protocols: ['amqp:'], example: 'amqp://user:password@host:5672' }

it('reads an address of the right kind', () => {
  expect(readAddress(' amqp://anna:s%2Fcret@there/shop\n', rules)).toMatchObject({
    hostname: 'there',
    pathname: '/shop',
  })
})

it.each([
  ['no address', 'there:secret', 'begins with there://'],
  ['no address at all', 'secret', 'is no address'],
  ['another kind of server', 'amqps://anna:secret@there', 'begins with amqps://'],
  ['no host', 'amqp:///secret', 'names no host'],
])('refuses %s, with an example and without what may be a password', (_case, text, message) => {
  let refusal: unknown
  try {
    readAddress(text, rules)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toMatchObject({
    message: expect.stringContaining(message),
    whatToDo: 'Give it as RABBITMQ_URL=amqp://user:password@host:5672, or unset it.',
  })
  expect(String(refusal)).not.toContain('secret')
})

it('tells why a connection failed, once for all tries', () => {
  const refused = (host: string) => Object.assign(new Error(`connect ECONNREFUSED ${host}:1`), { code: 'ECONNREFUSED' })
  expect(reasonOf(new AggregateError([refused('::1'), refused('127.0.0.1')]))).toBe(
    'connect ECONNREFUSED ::1:1, connect ECONNREFUSED 127.0.0.1:1',
  )
  expect(reasonOf(new TypeError('fetch failed', { cause: refused('there') }))).toBe('connect ECONNREFUSED there:1')
  expect(reasonOf(AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason)).toBe('no answer in time')
})
