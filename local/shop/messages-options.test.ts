import { expect, test } from 'vitest'
import { EngineError } from '../engines/error.ts'
import { readMessagesOptions } from './messages-options.ts'

const read = (line: string) => readMessagesOptions(line.split(' ').filter(Boolean), 'anna')

test.each([
  ['list', { action: 'list', limit: 500 }],
  ['list dead:index', { action: 'list', place: 'dead:index', limit: 500 }],
  ['show dead:index m-1', { action: 'show', place: 'dead:index', id: 'm-1' }],
  ['retry dead:index m-1 m-2', { action: 'retry', place: 'dead:index', ids: ['m-1', 'm-2'], operator: 'cli:anna' }],
  ['drop dead:index --all --by Boris', { action: 'drop', place: 'dead:index', ids: [], operator: 'cli:Boris' }],
  [
    'drop outbox:orders 0190d7e2-5f44-7b1a-9a77-000000000001 --reason twice',
    {
      action: 'drop-events',
      service: 'orders',
      ids: ['0190d7e2-5f44-7b1a-9a77-000000000001'],
      reason: 'twice',
      operator: 'cli:anna',
    },
  ],
  ['outbox orders', { action: 'outbox', service: 'orders' }],
  [
    'replay orders --from 2026-11-28T00:00:00Z --into notifications.orders',
    {
      action: 'replay',
      service: 'orders',
      from: '2026-11-28T00:00:00Z',
      into: 'notifications.orders',
      operator: 'cli:anna',
    },
  ],
])('%s asks for that', (line, payload) => {
  expect(read(line).payload).toEqual(payload)
})

test.each([
  '',
  'forget',
  'show dead:index',
  'retry dead:index',
  'drop dead:index m-1 --all',
  'drop outbox:orders id-1',
  'drop outbox:orders --all --reason no',
  'replay orders',
  'list a b',
])("'%s' is told what there is", (line) => {
  expect(() => read(line)).toThrow(EngineError)
})
