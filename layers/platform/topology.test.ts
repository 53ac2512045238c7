import { expect, test } from 'vitest'
import { declarations, parkedQueue, queues, retryQueue, retryStepsMs } from './topology.ts'

test.each(queues)('nothing leaves $name but to its own queues', (queue) => {
  const all = declarations(queue, retryStepsMs())
  const names = all.map(({ name }) => name)
  for (const { arguments: args } of all) {
    expect(args['x-queue-type']).toBe('quorum')
    expect(args['x-overflow']).toBe('reject-publish')
    if ('x-dead-letter-routing-key' in args) {
      expect(args['x-dead-letter-exchange']).toBe('')
      expect(args['x-dead-letter-strategy']).toBe('at-least-once')
      expect(names).toContain(args['x-dead-letter-routing-key'])
    }
  }
})

test('every retry step leads back to the main queue, and only the main queue to parked', () => {
  const all = declarations(queues[0], [10, 20])
  const target = (name: string) => all.find((one) => one.name === name)?.arguments['x-dead-letter-routing-key']
  expect(target(queues[0].name)).toBe(parkedQueue(queues[0].name))
  expect(target(retryQueue(queues[0].name, 1))).toBe(queues[0].name)
  expect(target(retryQueue(queues[0].name, 2))).toBe(queues[0].name)
  expect(target(parkedQueue(queues[0].name))).toBeUndefined()
})

test('a queue is declared after the queue it dead-letters to', () => {
  const names = declarations(queues[0], [10]).map(({ name }) => name)
  expect(names.indexOf(parkedQueue(queues[0].name))).toBeLessThan(names.indexOf(queues[0].name))
})
