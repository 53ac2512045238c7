import { describe, expect, test } from 'vitest'
import { on, onTogether, timeLimit } from './consumer.ts'
import { defineEvent, type Envelope, newEvent } from './events.ts'
import { z } from './schema.ts'
import { divide, waitsFor } from './together.ts'

const named = <const Type extends string>(type: Type) =>
  defineEvent({ type, source: 'things', carriers: ['rabbitmq'], dataversion: 1, description: '…', data: z.object({}) })
const [made, sold, broken, lost] = [
  named('thing.made'),
  named('thing.sold'),
  named('thing.broken'),
  named('thing.lost'),
]

const keep = async () => undefined
const subscriptions = [
  onTogether(made, () => 'made', keep),
  onTogether(sold, () => 'sold', keep),
  onTogether(
    lost,
    () => 'lost',
    async () => undefined,
  ),
  on(broken, keep),
]
const message = (definition: ReturnType<typeof named>, subject: string, sequence: number): { event: Envelope } => ({
  event: newEvent(definition, subject, sequence, {}),
})
const names = (messages: readonly { event: Envelope }[]) =>
  messages.map(({ event }) => `${event.subject}${event.sequence}`)

describe('a batch is divided', () => {
  test('into sets by effect, a subject by sequence', () => {
    const { sets, alone } = divide(
      [message(sold, 'a', 2), message(made, 'b', 1), message(lost, 'c', 1), message(made, 'a', 1)],
      subscriptions,
    )
    expect(sets.map(names)).toEqual([['a1', 'a2', 'b1'], ['c1']])
    expect(alone).toEqual([])
  })

  test('so that no subject is torn apart', () => {
    const { sets, alone } = divide(
      [
        message(made, 'a', 1),
        message(broken, 'a', 2),
        message(made, 'b', 1),
        message(lost, 'c', 2),
        message(sold, 'c', 1),
      ],
      subscriptions,
    )
    expect(sets.map(names)).toEqual([['b1']])
    expect(names(alone).sort()).toEqual(['a1', 'a2', 'c1', 'c2'])
  })

  test('and what nobody subscribed to goes alone', () => {
    const { sets, alone } = divide([message(named('thing.dreamt'), 'a', 1)], subscriptions)
    expect(sets).toEqual([])
    expect(names(alone)).toEqual(['a1'])
  })
})

test('patience serves one set after another, until it is over', () => {
  const patience = timeLimit(60_000)
  const waits = waitsFor(patience)
  const begun = () => {
    for (const waitMs of waits) return waitMs
    return undefined
  }
  expect([begun(), begun()]).toEqual([50, 50])
  patience.end()
  expect(begun()).toBeUndefined()
})
