import { Problem } from '@korob/platform/errors'
import { HttpAnswer } from '@korob/platform/http'
import { newId } from '@korob/platform/ids'
import type { Language } from '@korob/platform/schema'
import type { Actor } from '@korob/platform/tokens'
import type { CheckoutBody, CheckoutRequest } from '../domain/checkout-request.ts'
import type { CheckoutRuntime } from '../domain/checkout-services.ts'
import { requestHash } from '../domain/request-hash.ts'
import { type KeyId, readKey, type StoredAnswer, takeKey } from '../store/idempotency-keys.ts'
import { runCheckout } from './run-checkout.ts'

const replay = ({ status, headers, body }: StoredAnswer): HttpAnswer =>
  new HttpAnswer(status, JSON.parse(body), { ...headers, 'idempotent-replayed': 'true' })

/** The answer of someone else's try under this key. @throws Problem key_reused or in_progress */
const answerOfOther = async (id: KeyId, hash: Buffer): Promise<HttpAnswer> => {
  const known = await readKey(id, hash)
  if (known && !known.sameRequest) throw new Problem('key_reused')
  if (known?.answer) return replay(known.answer)
  throw new Problem('in_progress', { retryAfterSeconds: known?.secondsLeft ?? 1 })
}

/** Places an order at most once for a key, however often it is asked, and answers the same each time. */
export const placeOrder = async (
  runtime: CheckoutRuntime,
  key: string,
  body: CheckoutBody,
  actor: Actor,
  language: Language,
): Promise<HttpAnswer> => {
  const accountId = actor.role === 'shopper' ? actor.id : undefined
  const id = { scope: accountId ? `account:${accountId}` : `cart:${body.cartId}`, key }
  const request: CheckoutRequest = { ...body, language: body.language ?? language, accountId }
  const hash = requestHash(body)
  const held = await takeKey(id, hash, request, newId(), runtime.leaseMs)
  if (!held) return answerOfOther(id, hash)
  const answer = await runCheckout(runtime, held, request)
  return answer ? new HttpAnswer(answer.status, JSON.parse(answer.body), answer.headers) : answerOfOther(id, hash)
}
