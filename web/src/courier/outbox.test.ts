import { describe, expect, it } from 'vitest'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { stored } from '../storage/stored.ts'
import { acceptDeeds, type Deed, type NewDeed } from './deed.ts'
import { createOutbox, isWaiting } from './outbox.ts'

const memory = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}
const problem = (status: number, code: string, details: object = {}) =>
  new ApiProblem(status, { type: `urn:korob:problem:${code}`, code, ...details }, new Headers())
const at = '2026-11-28T12:00:00.000Z'
const handOver = (stopId: string): NewDeed => ({ kind: 'handed-over', stopId, about: '10001-4' })

/** An outbox, what it has sent, and the line: `answers` are thrown one after the other, undefined is a success. */
const phone = (answers: (Error | undefined)[] = [], area = memory()) => {
  const deeds = stored(() => area, 'deeds', acceptDeeds)
  const sent: string[] = []
  const outbox = createOutbox(deeds, 'c-1', async (deed: Deed) => {
    sent.push(deed.id)
    const answer = answers.shift()
    if (answer) throw answer
  })
  return { outbox, deeds, sent, area }
}

describe('what a courier does', () => {
  it('is sent in the order in which it was done, once, also if two ask for it', async () => {
    const { outbox, deeds, sent } = phone()
    for (const id of ['a', 'b', 'c']) outbox.add(handOver(id), id, at)
    expect(await Promise.all([outbox.flush(), outbox.flush()])).toEqual([true, true])
    expect(sent).toEqual(['a', 'b', 'c'])
    expect(deeds.read()).toEqual([])
  })

  it.each([
    new NoAnswer('unreachable'),
    problem(503, 'unavailable'),
    problem(401, 'unauthorized'),
    problem(429, 'too_many_requests'),
  ])('waits, and what follows with it, while the shop can not take it: %s', async (trouble) => {
    const { outbox, deeds, sent } = phone([undefined, trouble])
    for (const id of ['a', 'b', 'c']) outbox.add(handOver(id), id, at)
    expect(await outbox.flush()).toBe(false)
    expect(deeds.read().map(({ id }) => id)).toEqual(['b', 'c'])
    expect(await outbox.flush()).toBe(true)
    expect(sent).toEqual(['a', 'b', 'b', 'c'])
  })

  it('stays to be seen when the shop refuses it, and holds up nothing', async () => {
    const { outbox, deeds } = phone([problem(409, 'wrong_state', { deliveryStatus: 'cancelled' }), undefined])
    for (const id of ['a', 'b']) outbox.add(handOver(id), id, at)
    expect(await outbox.flush()).toBe(true)
    expect(deeds.read()).toEqual([
      expect.objectContaining({
        id: 'a',
        happenedAt: at,
        refusal: { code: 'wrong_state', deliveryStatus: 'cancelled' },
      }),
    ])
    expect(deeds.read().some(isWaiting)).toBe(false)
    outbox.forget('a')
    expect(deeds.read()).toEqual([])
  })

  it('outlives the page, and is never sent as somebody else’s', async () => {
    const { outbox, area } = phone([new NoAnswer('unreachable')])
    outbox.add(handOver('a'), 'a', at)
    await outbox.flush()
    const later = phone([], area)
    const others = createOutbox(later.deeds, 'c-2', async () => {
      throw new Error('sent')
    })
    expect(await others.flush()).toBe(true)
    expect(await later.outbox.flush()).toBe(true)
    expect(later.sent).toEqual(['a'])
  })
})
