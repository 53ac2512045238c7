import { describe, expect, it } from 'vitest'
import type { PlacedOrder } from '../api/answers.ts'
import { ApiProblem, NoAnswer } from '../api/problem.ts'
import { placeOrder } from './place-order.ts'

const attempt = { key: 'key-1', json: '{"a":1}', startedAtMs: 0 }
const order = { orderId: 'o1', number: '1' } as PlacedOrder

/** A clock that only the pauses move. */
const clockOfPauses = () => {
  const pauses: number[] = []
  return {
    pauses,
    nowMs: () => pauses.reduce((sum, ms) => sum + ms, 0),
    pause: async (ms: number) => void pauses.push(ms),
  }
}
const problem = (status: number, code: string, retryAfter?: string) =>
  new ApiProblem(
    status,
    { type: `urn:korob:problem:${code}`, code },
    new Headers(retryAfter ? { 'retry-after': retryAfter } : {}),
  )
const answering = (...answers: (PlacedOrder | Error)[]) => {
  const sent: (typeof attempt)[] = []
  return {
    sent,
    send: async (one: typeof attempt) => {
      sent.push(one)
      const next = answers[Math.min(sent.length, answers.length) - 1]
      if (next instanceof Error) throw next
      return next as PlacedOrder
    },
  }
}

describe('placing an order', () => {
  it('sends the same key and body again after a lost connection', async () => {
    const { sent, send } = answering(new NoAnswer('unreachable'), new NoAnswer('timeout'), order)
    expect(await placeOrder(attempt, send, clockOfPauses())).toEqual({ kind: 'placed', order })
    expect(sent).toEqual([attempt, attempt, attempt])
  })

  it('waits as long as the shop asks while the first try is still running', async () => {
    const clock = clockOfPauses()
    const { send } = answering(problem(409, 'in_progress', '7'), problem(503, 'unavailable', '3'), order)
    expect(await placeOrder(attempt, send, clock)).toEqual({ kind: 'placed', order })
    expect(clock.pauses).toEqual([7000, 3000])
  })

  it('ends at a refusal at once', async () => {
    const { sent, send } = answering(problem(409, 'slot_taken'))
    expect(await placeOrder(attempt, send, clockOfPauses())).toMatchObject({
      kind: 'refused',
      problem: { code: 'slot_taken' },
    })
    expect(sent).toHaveLength(1)
  })

  it('that was never sent before ends at "too many"; one that was may have been taken, and is asked about again', async () => {
    const refused = answering(problem(429, 'too_many_requests', '30'))
    expect(await placeOrder(attempt, refused.send, clockOfPauses(), true)).toMatchObject({ kind: 'refused' })
    const again = answering(problem(429, 'too_many_requests', '30'), order)
    expect(await placeOrder(attempt, again.send, clockOfPauses())).toEqual({ kind: 'placed', order })
    const lost = answering(new NoAnswer('timeout'), problem(429, 'too_many_requests', '3'), order)
    expect(await placeOrder(attempt, lost.send, clockOfPauses(), true)).toEqual({ kind: 'placed', order })
  })

  it('tells of a refusal whether the attempt may be an order all the same, sent earlier', async () => {
    const invalid = problem(400, 'invalid_request')
    const lost = new NoAnswer('timeout')
    const refused = (answers: Error[], isNew: boolean) =>
      placeOrder(attempt, answering(...answers).send, clockOfPauses(), isNew)
    expect(await refused([invalid], true)).toMatchObject({ kind: 'refused', mayBeOrder: false })
    expect(await refused([invalid], false)).toMatchObject({ kind: 'refused', mayBeOrder: true })
    expect(await refused([lost, invalid], true)).toMatchObject({ kind: 'refused', mayBeOrder: true })
    // What the checkout itself refuses is of the key.
    expect(await refused([lost, problem(409, 'out_of_stock')], true)).toMatchObject({ mayBeOrder: false })
  })

  it('says that nothing is known when patience is over', async () => {
    const clock = clockOfPauses()
    const { sent, send } = answering(new NoAnswer('unreachable'))
    expect(await placeOrder(attempt, send, clock)).toMatchObject({ kind: 'unknown', error: { reason: 'unreachable' } })
    expect(sent.length).toBeGreaterThan(5)
    expect(clock.nowMs()).toBeLessThan(45_000)
  })
})
