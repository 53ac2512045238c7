import { describe, expect, it } from 'vitest'
import { type OrderStatus, orderStatuses } from '../contract.ts'
import { cancellableBy, judge, sourcesOf, type Verdict } from './transitions.ts'

const columns: OrderStatus[] = [
  'placed',
  'confirmed',
  'scheduled',
  'out_for_delivery',
  'delivery_failed',
  'delivered',
  'cancelled',
]

// A allowed, E too early, - past. Rows are where the order is, columns where the news says it goes.
const table: Record<OrderStatus, string> = {
  placed: '- A E E E E A',
  confirmed: '- - A E E E A',
  scheduled: '- - - A E E A',
  out_for_delivery: '- - E - A A E',
  delivery_failed: '- - A E - E A',
  delivered: '- - - - - - -',
  cancelled: '- - - - - - -',
}

const verdicts: Record<string, Verdict> = { A: 'allowed', E: 'too_early', '-': 'past' }

const pairs = orderStatuses.flatMap((from) =>
  columns.map((to, index) => ({ from, to, verdict: verdicts[table[from].split(' ')[index] ?? ''] })),
)

describe('an order', () => {
  it('has every pair of states judged', () => {
    expect(pairs).toHaveLength(orderStatuses.length ** 2)
    expect(pairs.every(({ verdict }) => verdict !== undefined)).toBe(true)
  })

  it.each(pairs)('in $from that is to become $to is judged $verdict', ({ from, to, verdict }) => {
    expect(judge(from, to)).toBe(verdict)
  })

  it.each(orderStatuses)('comes to %s only from where the table allows it', (to) => {
    expect(sourcesOf(to)).toEqual(expect.arrayContaining(orderStatuses.filter((from) => judge(from, to) === 'allowed')))
    expect(sourcesOf(to).every((from) => judge(from, to) === 'allowed')).toBe(true)
  })

  it('is cancelled by nobody where the table has no way to cancelled, and by the shop wherever it has', () => {
    expect([...cancellableBy.operator].sort()).toEqual(sourcesOf('cancelled').sort())
    expect(cancellableBy.shopper.every((status) => sourcesOf('cancelled').includes(status))).toBe(true)
  })
})
