import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { eachBySubject, inTime, OutOfTime, readEnvelope, timeLimit, Unworkable } from './consumer.ts'
import { defineEvent, type Envelope, newEvent } from './events.ts'
import { z } from './schema.ts'

const happened = defineEvent({
  type: 'thing.happened',
  source: 'things',
  carriers: ['sns'],
  dataversion: 1,
  description: 'For these tests.',
  data: z.object({ text: z.string() }),
})

describe('readEnvelope', () => {
  test('gives back what newEvent made, whatever its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, sequence) => {
        const event = newEvent(happened, 'thing-1', sequence, { text })
        expect(readEnvelope(JSON.stringify(event))).toEqual(event)
      }),
    )
  })

  test('answers anything else with Unworkable', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readEnvelope(text)).toThrow(Unworkable)
      }),
    )
  })
})

describe('eachBySubject', () => {
  test('lets nothing of a subject overtake what failed, and the other subjects go on', async () => {
    const worked: string[] = []
    const held: string[] = []
    const name = ({ event: one }: { event: Envelope }) => `${one.subject}${one.sequence}`
    await eachBySubject(
      [event('a', 1), event('a', 2), event('a', 3), event('b', 1), event('b', 2)],
      1,
      async (message) => {
        worked.push(name(message))
        return name(message) !== 'a2'
      },
      async (message) => {
        held.push(name(message))
      },
    )
    expect(worked).toEqual(['a1', 'a2', 'b1', 'b2'])
    expect(held).toEqual(['a3'])
  })

  const event = (subject: string, sequence: number): { event: Envelope } => ({
    event: newEvent(happened, subject, sequence, { text: '' }),
  })

  test('works a subject by sequence, one message at a time, and misses none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(20)), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (pairs, parallel) => {
          const busy = new Set<string>()
          const seen: Envelope[] = []
          await eachBySubject(
            pairs.map(([subject, sequence]) => event(subject, sequence)),
            parallel,
            async ({ event: one }) => {
              expect(busy.has(one.subject)).toBe(false)
              busy.add(one.subject)
              await new Promise((resolve) => setImmediate(resolve))
              busy.delete(one.subject)
              seen.push(one)
              return true
            },
            async () => expect.unreachable('nothing failed'),
          )
          expect(seen).toHaveLength(pairs.length)
          for (const subject of ['a', 'b', 'c']) {
            const order = seen.filter((one) => one.subject === subject).map(({ sequence }) => sequence)
            expect(order).toEqual([...order].sort((x, y) => x - y))
          }
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('a limit within another', () => {
  test('is over with that at the latest', async () => {
    vi.useFakeTimers()
    try {
      const limit = timeLimit(300)
      const patience = timeLimit(2_000, limit)
      expect(patience.leftMs()).toBe(300)
      await vi.advanceTimersByTimeAsync(299)
      expect(patience.isOver()).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(patience.isOver()).toBe(true)
      const tried = vi.fn(async () => undefined)
      await expect(inTime(timeLimit(2_000, limit), tried)).rejects.toThrow(OutOfTime)
      expect(tried).not.toHaveBeenCalled()
    } finally {
      vi.useRealTimers()
    }
  })

  test('that was ended is over: nobody goes on waiting by it', () => {
    const patience = timeLimit(2_000)
    patience.end()
    expect([patience.isOver(), patience.leftMs()]).toEqual([true, 0])
  })
})
