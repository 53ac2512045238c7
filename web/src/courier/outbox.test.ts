import { describe, expect, it } from 'vitest'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { stored } from '../storage/stored.ts'
import { acceptDeeds, type Deed, mayBeRepeated, type NewDeed } from './deed.ts'
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

describe('a departure that was refused since the trip had been planned anew', () => {
  const depart = (planVersion: number): NewDeed => ({
    kind: 'depart',
    routeId: 'r-1',
    planVersion,
    orders: ['10001-4'],
    about: '',
  })
  const deliver = (stopId: string): NewDeed => ({
    kind: 'delivered',
    stopId,
    proof: { kind: 'note', note: 'x' },
    about: '10001-4',
  })
  const outdated = (planVersion: number) => problem(409, 'wrong_state', { planVersion })
  /** A shop whose trip has a plan: it takes no other departure, and nothing at a door before one. */
  const shop = (plan: { version: number; hasNew: boolean }) => {
    const area = memory()
    const deeds = stored(() => area, 'deeds', acceptDeeds)
    const taken: string[] = []
    const state = { departed: false }
    const outbox = createOutbox(
      deeds,
      'c-1',
      async (deed) => {
        if (deed.kind === 'depart' && deed.planVersion !== plan.version) throw outdated(plan.version)
        if (deed.kind === 'delivered' && !state.departed)
          throw problem(409, 'wrong_state', { deliveryStatus: 'assigned' })
        if (deed.kind === 'depart') state.departed = true
        taken.push(deed.id)
      },
      async () => (plan.hasNew ? undefined : plan.version),
    )
    return { outbox, deeds, taken }
  }

  it('is told again by itself with the new plan if nothing was added, and what was done at doors follows', async () => {
    const { outbox, deeds, taken } = shop({ version: 5, hasNew: false })
    outbox.add(depart(4), 'off', at)
    for (const id of ['a', 'b']) outbox.add(deliver(id), id, at)
    expect(await outbox.flush()).toBe(true)
    expect(taken).toEqual(['off', 'a', 'b'])
    expect(deeds.read()).toEqual([])
  })

  it('holds back what was done at doors, and nothing else, until the courier sets off with the trip as it is now', async () => {
    const { outbox, deeds, taken } = shop({ version: 5, hasNew: true })
    outbox.add(depart(4), 'off', at)
    outbox.add(deliver('a'), 'a', at)
    outbox.add(handOver('b'), 'b', at)
    outbox.add({ kind: 'duty', onDuty: true, about: '' }, 'duty', at)
    expect(await outbox.flush()).toBe(true)
    expect(taken).toEqual(['b', 'duty'])
    expect(deeds.read().map(({ id, refusal }) => [id, refusal?.planVersion])).toEqual([
      ['off', 5],
      ['a', undefined],
    ])
    outbox.repeat('off', { planVersion: 5, orders: ['10001-4'] })
    expect(await outbox.flush()).toBe(true)
    expect(taken).toEqual(['b', 'duty', 'off', 'a'])
    expect(deeds.read()).toEqual([])
  })

  it('asks about what was added only once: the courier has set off with it if the trip is planned anew again', async () => {
    const area = memory()
    const deeds = stored(() => area, 'deeds', acceptDeeds)
    const plans = [5, 6]
    const told: unknown[] = []
    const outbox = createOutbox(
      deeds,
      'c-1',
      async (deed) => {
        if (deed.kind !== 'depart') return
        told.push([deed.planVersion, deed.orders])
        const plan = plans.shift()
        if (plan !== undefined) throw outdated(plan)
      },
      async ({ orders }) => (orders?.includes('10002-2') ? 6 : undefined),
    )
    outbox.add(depart(4), 'off', at)
    await outbox.flush()
    outbox.repeat('off', { planVersion: 5, orders: ['10001-4', '10002-2'] })
    expect(await outbox.flush()).toBe(true)
    const both = ['10001-4', '10002-2']
    expect(told).toEqual([
      [4, ['10001-4']],
      [5, both],
      [6, both],
    ])
    expect(deeds.read()).toEqual([])
  })

  it('is replaced by another departure in its place', async () => {
    const { outbox, deeds, taken } = shop({ version: 5, hasNew: true })
    outbox.add(depart(4), 'off', at)
    outbox.add(deliver('a'), 'a', at)
    await outbox.flush()
    outbox.add(depart(5), 'again', at)
    expect(await outbox.flush()).toBe(true)
    expect(taken).toEqual(['again', 'a'])
    expect(deeds.read()).toEqual([])
  })

  it('lets go of what was held once the courier has dismissed it: that is told, and refused with its reason', async () => {
    const { outbox, deeds } = shop({ version: 5, hasNew: true })
    outbox.add(depart(4), 'off', at)
    outbox.add(deliver('a'), 'a', at)
    await outbox.flush()
    outbox.forget('off')
    expect(await outbox.flush()).toBe(true)
    const [left, ...more] = deeds.read()
    expect(more).toEqual([])
    expect(left).toMatchObject({ id: 'a', refusal: { code: 'wrong_state', deliveryStatus: 'assigned' } })
    expect(left && mayBeRepeated(left)).toBe(true)
  })

  it('for another reason, such as a trip that is somebody else’s, holds back nothing', async () => {
    const { outbox, deeds, sent } = phone([problem(404, 'not_found'), problem(404, 'not_found')])
    outbox.add(depart(4), 'off', at)
    outbox.add(deliver('a'), 'a', at)
    expect(await outbox.flush()).toBe(true)
    expect(sent).toEqual(['off', 'a'])
    expect(deeds.read().map((deed) => mayBeRepeated(deed))).toEqual([false, false])
  })

  it('is not told over and over with a plan that is refused', async () => {
    const area = memory()
    const deeds = stored(() => area, 'deeds', acceptDeeds)
    let tries = 0
    const outbox = createOutbox(
      deeds,
      'c-1',
      async () => {
        tries++
        throw outdated(9)
      },
      async () => 5,
    )
    outbox.add(depart(4), 'off', at)
    expect(await outbox.flush()).toBe(true)
    expect(tries).toBe(2)
  })
})
