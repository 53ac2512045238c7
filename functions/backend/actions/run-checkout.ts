import { currentContext } from '@korob/platform/context'
import { Problem } from '@korob/platform/errors'
import { problemContentType, problemDocument } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import { count, logger } from '@korob/platform/observability'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import type { PlacedOrder } from '../../orders/contract.ts'
import type { CheckoutAnswer } from '../contract.ts'
import { type Conclusion, checkout } from '../domain/checkout.ts'
import type { CheckoutRequest } from '../domain/checkout-request.ts'
import { type CheckoutRuntime, LeaseLost } from '../domain/checkout-services.ts'
import {
  finish,
  finishFound,
  type HeldKey,
  letGo,
  markSettled,
  recordOrderId,
  type StoredAnswer,
} from '../store/idempotency-keys.ts'

/** When an interrupted checkout is worth trying again, seconds. */
const retryAfterSeconds = 3

const answerOf = async (order: PlacedOrder): Promise<CheckoutAnswer> => {
  // By the time of the order, not of the answer: whichever try answers, the token is the same.
  const token = await signTrackingToken(order.orderId, new Date(Date.parse(order.placedAt) + trackingLifetimeMs))
  return {
    orderId: order.orderId,
    number: order.number,
    status: order.status,
    totalMinor: order.totalMinor,
    currency: order.currency,
    payment: order.payment,
    trackingToken: token,
    trackingUrl: trackingUrl(token),
    slot: order.slot,
  }
}

const placedAnswer = async (order: PlacedOrder): Promise<StoredAnswer> => ({
  status: 201,
  headers: { location: `/api/orders/${order.orderId}` },
  body: JSON.stringify(await answerOf(order)),
})

const refusedAnswer = (problem: Problem, { language }: CheckoutRequest): StoredAnswer => ({
  status: problem.status,
  headers: { 'content-type': problemContentType, 'content-language': language },
  body: JSON.stringify(problemDocument(problem, language, currentContext().correlationId)),
})

const answerTo = async (
  conclusion: Exclude<Conclusion, { kind: 'interrupted' }>,
  request: CheckoutRequest,
): Promise<StoredAnswer> => {
  if (conclusion.kind === 'placed') return placedAnswer(conclusion.order)
  if (conclusion.kind === 'refused') return refusedAnswer(conclusion.problem, request)
  return refusedAnswer(
    new Problem('already_ordered', { details: { order: await answerOf(conclusion.order) } }),
    request,
  )
}

const conclude = (runtime: CheckoutRuntime, held: HeldKey, request: CheckoutRequest): Promise<Conclusion> => {
  const renewOrderId = async () => {
    const orderId = newId()
    if (!(await recordOrderId(held, orderId))) throw new LeaseLost()
    return orderId
  }
  return checkout(request, held, runtime.connect({ renewOrderId }), runtime.clock)
}

/**
 * Goes on with a key that this try holds, and stores the answer. Undefined if another try has taken the key over.
 * @throws Problem unavailable when nothing could be decided; the key waits for its client
 */
export const runCheckout = async (
  runtime: CheckoutRuntime,
  held: HeldKey,
  request: CheckoutRequest,
): Promise<StoredAnswer | undefined> => {
  try {
    const conclusion = await conclude(runtime, held, request)
    if (conclusion.kind === 'interrupted') {
      count('checkoutsInterrupted')
      throw new Problem('unavailable', { retryAfterSeconds, cause: new Error(`interrupted at ${conclusion.reason}`) })
    }
    if (conclusion.kind === 'ordered_before')
      await finishFound(conclusion.order.orderId, held, await placedAnswer(conclusion.order))
    else if (held.unsettled.length > 0) await markSettled(held.unsettled, held)
    const answer = await answerTo(conclusion, request)
    const holds = conclusion.kind === 'refused' && !conclusion.released
    return (await finish(held, answer, holds)) ? answer : undefined
  } catch (error) {
    if (error instanceof LeaseLost) return undefined
    // Without this the client would wait for the lease; if it fails too, that is all that happens.
    await letGo(held).catch((failure: unknown) => logger.warn('key not let go', { error: String(failure) }))
    throw error
  }
}
