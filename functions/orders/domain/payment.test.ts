import { describe, expect, it } from 'vitest'
import { orderStatuses, type PaymentState, paymentStates } from '../contract.ts'
import { isPossibleIn, type PaymentStep, paymentAfter } from './payment.ts'

const table: Record<PaymentState, Record<PaymentStep, PaymentState | undefined>> = {
  due: { pay: 'paid', refund: undefined },
  paid: { pay: undefined, refund: 'refunded' },
  refunded: { pay: undefined, refund: undefined },
}

const steps: PaymentStep[] = ['pay', 'refund']
const pairs = paymentStates.flatMap((state) => steps.map((step) => ({ state, step, next: table[state][step] })))

describe('a payment', () => {
  it.each(pairs)('that is $state becomes $next by $step', ({ state, step, next }) => {
    expect(paymentAfter(state, step)).toBe(next)
  })

  it.each(orderStatuses)('of an order that is %s is taken, or given back, and never both', (status) => {
    expect(steps.filter((step) => isPossibleIn(status, step))).toEqual([status === 'cancelled' ? 'refund' : 'pay'])
  })
})
