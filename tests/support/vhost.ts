import { randomBytes } from 'node:crypto'
import { dropSession } from '@korob/platform/rabbit'
import { required } from './required.ts'

/** A RabbitMQ virtual host of a suite's own; the platform's broker settings point at it. */
export interface Vhost {
  name: string
  /** amqp://user:password@host:port/vhost */
  url: string
  drop(): Promise<void>
}

const management = async (method: 'PUT' | 'DELETE', path: string): Promise<void> => {
  const url = new URL(required('TEST_RABBITMQ_MANAGEMENT_URL'))
  const { username, password } = new URL(required('TEST_RABBITMQ_URL'))
  const answer = await fetch(new URL(path, url.origin), {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(method === 'PUT' ? { body: '{}' } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}

export const createVhost = async (): Promise<Vhost> => {
  const name = `test-${randomBytes(6).toString('hex')}`
  await management('PUT', `/api/vhosts/${name}`)
  const url = new URL(required('TEST_RABBITMQ_URL'))
  url.pathname = `/${name}`
  process.env.RABBITMQ_URL = url.href
  return {
    name,
    url: url.href,
    drop: async () => {
      await dropSession()
      await management('DELETE', `/api/vhosts/${name}`)
    },
  }
}
