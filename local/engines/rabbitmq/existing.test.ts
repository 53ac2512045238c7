import { expect, it } from 'vitest'
import { requireFit } from './existing.ts'
import { propertyOf } from './handshake.ts'

/** A field of AMQP's property table: short string, `S`, long string. */
function field(name: string, value: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(value))
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(`${name}S`), length, Buffer.from(value)])
}

it("reads a server's introduction out of its first frame", () => {
  const frame = Buffer.concat([
    field('cluster_name', 'rabbit@version'),
    field('product', 'RabbitMQ'),
    field('version', '4.2.1'),
  ])
  expect(propertyOf(frame, 'product')).toBe('RabbitMQ')
  expect(propertyOf(frame, 'version')).toBe('4.2.1')
  expect(propertyOf(frame, 'platform')).toBe('')
})

it('takes a RabbitMQ that is new enough', () => {
  expect(requireFit({ product: 'RabbitMQ', version: '3.10.8' }, 'there:5672')).toBe('3.10.8')
})

it.each([
  ['nobody', undefined, 'No RabbitMQ answers at there:5672 (RABBITMQ_URL).'],
  ['another broker', { product: 'ActiveMQ', version: '6.0' }, 'What answers at there:5672 (RABBITMQ_URL) is ActiveMQ.'],
  ['one that is too old', { product: 'RabbitMQ', version: '3.8.2' }, '3.10 is needed'],
])('refuses %s', (_case, server, message) => {
  expect(() => requireFit(server, 'there:5672')).toThrow(message)
})
