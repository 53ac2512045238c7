import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import { count } from '@korob/platform/observability'
import type { Language } from '@korob/platform/schema'
import type { Actor } from '@korob/platform/tokens'
import type { CheckoutBody, CheckoutRequest } from '../domain/checkout-request.ts'
import type { CheckoutRuntime } from '../domain/checkout-services.ts'
import { clientName, digestOf } from '../domain/ordering-client.ts'
import { requestHash } from '../domain/request-hash.ts'
import { refuseRobot } from '../domain/robots.ts'
import { readLanguage } from '../store/accounts.ts'
import { type Counted, secondsUntilRoom } from '../store/checkout-limits.ts'
import { type KeyId, readKey, type StoredAnswer, takeKey } from '../store/idempotency-keys.ts'
import { runCheckout } from './run-checkout.ts'

const replay = ({ status, headers, body }: StoredAnswer): HttpAnswer =>
  new HttpAnswer(status, JSON.parse(body), { ...headers, 'idempotent-replayed': 'true' })

/** @throws Problem too_many_requests, if that is why there is no key; else in_progress */
const refuseNew = async (runtime: CheckoutRuntime, counted: Counted): Promise<never> => {
  const seconds = await secondsUntilRoom(counted, runtime.limits)
  if (seconds === 0) throw new Problem('in_progress', { retryAfterSeconds: 1 })
  count('checkoutsLimited')
  throw new Problem('too_many_requests', { retryAfterSeconds: seconds })
}

/** The answer where this try has no key. @throws Problem key_reused, in_progress or too_many_requests */
const answerOfOther = async (
  runtime: CheckoutRuntime,
  id: KeyId,
  requestHash: Buffer,
  counted: Counted,
): Promise<HttpAnswer> => {
  const known = await readKey(id, requestHash)
  if (!known) return refuseNew(runtime, counted)
  if (!known.sameRequest) throw new Problem('key_reused')
  if (known.answer) return replay(known.answer)
  throw new Problem('in_progress', { retryAfterSeconds: known.secondsLeft })
}

/**
 * One order of a cart is placed at a time. Most tries end within a second, and one that died holds its cart for as long as
 * its lease: so it is asked again and again.
 */
const longestWaitSeconds = 3

/** Who asks, and how. */
export interface Asked {
  key: string
  /** Other keys of the cart, whose answers the client never had: if one is an order, that one is told. */
  insteadOf: readonly string[]
  actor: Actor
  language: Language
  clientAddress: () => Promise<string>
}

/**
 * Places an order at most once for a key, however often it is asked, and answers the same each time. A key belongs to its
 * cart: who signs in between two tries asks for the same order.
 */
export const placeOrder = async (
  runtime: CheckoutRuntime,
  { website, ...body }: CheckoutBody & { website?: string | undefined },
  { key, insteadOf, actor, language, clientAddress }: Asked,
): Promise<HttpAnswer> => {
  refuseRobot({ website })
  const id = { scope: `cart:${body.cartId}`, key }
  const accountId = actor.role === 'shopper' ? actor.id : undefined
  const { phone } = body.contact
  const counted = {
    scope: id.scope,
    clientDigest: digestOf(clientName(actor, await clientAddress())),
    phoneDigest: digestOf(phone),
    accountId,
    phone,
  }
  const ofTexts = body.language ?? (accountId === undefined ? undefined : await readLanguage({ accountId })) ?? language
  const request: CheckoutRequest = { ...body, language: ofTexts, accountId }
  const hash = requestHash(body)
  const { leaseMs, limits } = runtime
  const wanted = { ...id, insteadOf, requestHash: hash, request, orderId: newId(), leaseMs, counted, limits }
  const taken = await takeKey(wanted)
  if (taken && taken.secondsBusy !== null)
    throw new Problem('in_progress', { retryAfterSeconds: Math.min(taken.secondsBusy, longestWaitSeconds) })
  const answer = taken && (await runCheckout(runtime, taken, request))
  return answer
    ? new HttpAnswer(answer.status, JSON.parse(answer.body), answer.headers)
    : answerOfOther(runtime, id, hash, counted)
}
