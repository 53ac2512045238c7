import type { OrderStatus, PaymentState } from '../contract.ts'

/** What becomes of what is owed. What isn't here can't happen. */
export const payments = {
  due: { pay: 'paid' },
  paid: { refund: 'refunded' },
  refunded: {},
} as const satisfies Record<PaymentState, Partial<Record<PaymentStep, PaymentState>>>

export type PaymentStep = 'pay' | 'refund'

/** Money comes for orders that are not cancelled, and goes back for those that are. */
const stepsOf = (status: OrderStatus): PaymentStep => (status === 'cancelled' ? 'refund' : 'pay')

/** Where a payment step leads from; the orders' states it may be taken in are `isDueIn`. */
export const paymentAfter = (state: PaymentState, step: PaymentStep): PaymentState | undefined =>
  (payments[state] as Partial<Record<PaymentStep, PaymentState>>)[step]

/** Whether an order in this state can be paid, or refunded. */
export const isPossibleIn = (status: OrderStatus, step: PaymentStep): boolean => stepsOf(status) === step
