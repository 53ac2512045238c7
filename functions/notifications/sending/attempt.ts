import { duration, logger } from '@korob/platform/observability'
import { maskPhone } from '@korob/platform/phone'
import { backoffMs } from '../domain/backoff.ts'
import type { SendOutcome, SmsGateway } from '../domain/gateway.ts'
import { type ClaimedMessage, markHandedOver } from '../store/claim.ts'
import { learnFrom } from './breaker.ts'
import type { Kept } from './keep-outcomes.ts'
import { receiptUrl, settleMs } from './settings.ts'

const report = (message: ClaimedMessage, outcome: SendOutcome): void => {
  const { id, template, recipient, attempts, correlationId } = message
  const details = { messageId: id, template, recipient: maskPhone(recipient), attempts, correlationId }
  if (outcome.kind === 'accepted') logger.info('text accepted', { ...details, gatewayId: outcome.gatewayId })
  else logger.warn(`text ${outcome.kind}`, { ...details, reason: outcome.reason })
}

/** Why a claimed text may not leave after all. `late`: no time is left, of the lease or of whoever has it. */
export type Hindrance = 'withheld' | 'late'

class NotHandedOver extends Error {
  readonly hindrance: Hindrance
  constructor(hindrance: Hindrance) {
    super(`not handed over: ${hindrance}`)
    this.hindrance = hindrance
  }
}

/** @param marks whether it is written down; who can be asked whether it has a text need not be told apart from who never saw it */
const handingOver = async (
  message: ClaimedMessage,
  hindranceOf: () => Promise<Hindrance | undefined>,
  marks: boolean,
): Promise<void> => {
  const hindrance = await hindranceOf()
  if (hindrance) throw new NotHandedOver(hindrance)
  if (marks && !(await markHandedOver(message))) throw new Error('the lease was lost before the text was handed over')
}

const dueInMs = (message: ClaimedMessage, outcome: Exclude<SendOutcome, { kind: 'accepted' }>): number => {
  if (outcome.kind === 'unknown') return settleMs()
  return outcome.kind === 'refused' ? 0 : backoffMs(message.attempts, Math.random(), outcome.retryAfterMs)
}

/**
 * Hands a claimed message to the gateway; answers what came of it, which is to be kept. If that fails, or the sender dies before
 * it, the lease runs out and the gateway is asked whether it has the text.
 * @param hindranceOf asked right before the exchange: the login may have taken long to read
 * @returns what hindered it, if anything did: then nothing was handed over
 * @throws when the lease was lost before anything was handed over
 */
export const attempt = async (
  gateway: SmsGateway,
  message: ClaimedMessage,
  hindranceOf: () => Promise<Hindrance | undefined>,
): Promise<Kept | Hindrance> => {
  const startedAt = new Date()
  const startedAtMs = performance.now()
  const text = {
    messageId: message.id,
    to: message.recipient,
    body: message.body,
    receiptUrl: receiptUrl(message.id),
    validSeconds: Math.ceil(message.expiresInMs / 1000),
  }
  let outcome: SendOutcome
  try {
    outcome = await gateway.send(text, () => handingOver(message, hindranceOf, !gateway.find))
  } catch (error) {
    if (error instanceof NotHandedOver) return error.hindrance
    throw error
  }
  const durationMs = performance.now() - startedAtMs
  duration('gatewayMs', durationMs)
  learnFrom(outcome)
  report(message, outcome)
  const made = { message, durationMs, startedAt }
  return outcome.kind === 'accepted' ? { ...made, outcome } : { ...made, outcome, dueInMs: dueInMs(message, outcome) }
}
