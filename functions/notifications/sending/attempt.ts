import { duration, logger } from '@korob/platform/observability'
import { maskPhone } from '@korob/platform/phone'
import { backoffMs } from '../domain/backoff.ts'
import type { SendOutcome, SmsGateway } from '../domain/gateway.ts'
import { type ClaimedMessage, markHandedOver } from '../store/claim.ts'
import type { LastLook } from '../store/withheld.ts'
import { learnFrom } from './breaker.ts'
import type { Kept } from './keep-outcomes.ts'
import { receiptUrl, settleMs } from './settings.ts'
import type { Claimed } from './workers.ts'

const report = (message: ClaimedMessage, outcome: SendOutcome): void => {
  const { id, template, recipient, attempts, correlationId } = message
  const details = { messageId: id, template, recipient: maskPhone(recipient), attempts, correlationId }
  if (outcome.kind === 'accepted') logger.info('text accepted', { ...details, gatewayId: outcome.gatewayId })
  else logger.warn(`text ${outcome.kind}`, { ...details, reason: outcome.reason })
}

/**
 * Why a claimed text may not leave after all. `gone`: its lease was lost, or somebody told its end. `late`: no time is left, of the
 * lease or of whoever has it. `unsure`: the database doesn't tell.
 */
export type Hindrance = Exclude<LastLook, 'may go'> | 'late' | 'unsure'

class NotHandedOver extends Error {
  readonly hindrance: Hindrance
  constructor(hindrance: Hindrance) {
    super(`not handed over: ${hindrance}`)
    this.hindrance = hindrance
  }
}

/** @param marks whether it is written down; who can be asked whether it has a text need not be told apart from who never saw it */
const hindranceAtLast = async (
  message: ClaimedMessage,
  hindranceOf: () => Promise<Hindrance | undefined>,
  marks: boolean,
): Promise<Hindrance | undefined> => {
  try {
    const hindrance = await hindranceOf()
    if (hindrance) return hindrance
    return marks && !(await markHandedOver(message)) ? 'gone' : undefined
  } catch (error) {
    logger.error('nobody tells whether a text may go', { messageId: message.id, error: error as Error })
    return 'unsure'
  }
}

const dueInMs = (message: ClaimedMessage, outcome: Exclude<SendOutcome, { kind: 'accepted' }>): number => {
  if (outcome.kind === 'unknown') return settleMs()
  return outcome.kind === 'refused' ? 0 : backoffMs(message.attempts, Math.random(), outcome.retryAfterMs)
}

/**
 * Hands a claimed message to the gateway; answers what came of it, which is to be kept. If that fails, or the sender dies before
 * it, the lease runs out and the gateway is asked whether it has the text.
 * @param claimed with its time, from which its own is counted
 * @param hindranceOf asked right before the exchange: the login may have taken long to read
 * @returns what hindered it, if anything did: then nothing was handed over
 */
export const attempt = async (
  gateway: SmsGateway,
  { message, atMs }: Claimed,
  hindranceOf: () => Promise<Hindrance | undefined>,
): Promise<Kept | Hindrance> => {
  const startedAt = new Date()
  const text = {
    messageId: message.id,
    to: message.recipient,
    body: message.body,
    receiptUrl: receiptUrl(message.id),
    expiresAtMs: atMs + message.expiresInMs,
  }
  const left: { atMs?: number } = {}
  const handingOver = async (): Promise<void> => {
    const hindrance = await hindranceAtLast(message, hindranceOf, !gateway.find)
    if (hindrance) throw new NotHandedOver(hindrance)
    left.atMs = performance.now()
  }
  let outcome: SendOutcome
  try {
    outcome = await gateway.send(text, handingOver)
  } catch (error) {
    if (error instanceof NotHandedOver) return error.hindrance
    throw error
  }
  const durationMs = left.atMs === undefined ? 0 : performance.now() - left.atMs
  if (left.atMs !== undefined) duration('gatewayMs', durationMs)
  learnFrom(outcome)
  report(message, outcome)
  const made = { message, durationMs, startedAt }
  return outcome.kind === 'accepted' ? { ...made, outcome } : { ...made, outcome, dueInMs: dueInMs(message, outcome) }
}
