import { Problem } from '@korob/platform/errors'
import { InvokeFailed } from '@korob/platform/invoke'
import { logger } from '@korob/platform/observability'
import { call, type OperationDefinition } from '@korob/platform/operation'
import type { z } from '@korob/platform/schema'
import * as catalog from '../../catalog/contract.ts'
import * as delivery from '../../delivery/contract.ts'
import * as orders from '../../orders/contract.ts'
import type { CheckoutServices } from '../domain/checkout-services.ts'
import type { Outcome } from '../domain/outcome.ts'
import { knownFee, learnFee } from './fees.ts'

/** Calls an operation and tells a refusal from an outcome that nobody knows. Other errors are ours, and thrown. */
export const attempt = async <Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  limitMs: number,
): Promise<Outcome<z.output<Output>>> => {
  try {
    return { kind: 'done', value: await call(definition, input, limitMs) }
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error }
    if (!(error instanceof InvokeFailed)) throw error
    logger.warn('call without an answer', {
      callee: definition.service,
      operation: definition.name,
      error: error.message,
    })
    return { kind: 'unknown', reason: error.message }
  }
}

// An order id is used by one try only, so its reservations never have a second attempt.
const firstAttempt = 1

export const checkoutServices = (renewOrderId: CheckoutServices['renewOrderId']): CheckoutServices => ({
  reserve: (orderId, { cartId, items }, limitMs) =>
    attempt(catalog.reserve, { orderId, attempt: firstAttempt, cartId, items }, limitMs),
  hold: (orderId, { address, slotId }, limitMs) =>
    attempt(delivery.hold, { orderId, attempt: firstAttempt, address, slotId }, limitMs),
  create: (order, limitMs) => attempt(orders.create, order, limitMs),
  abandon: (orderId, limitMs) => attempt(orders.abandon, { orderId }, limitMs),
  releaseStock: (orderId, limitMs) => attempt(catalog.release, { orderId, attempt: firstAttempt }, limitMs),
  releaseSlot: (orderId, limitMs) => attempt(delivery.release, { orderId, attempt: firstAttempt }, limitMs),
  knownFee,
  learnFee,
  renewOrderId,
})
