import { transaction } from '@korob/platform/database'
import { count, duration, logger } from '@korob/platform/observability'
import { maskPhone } from '@korob/platform/phone'
import { backoffMs } from '../domain/backoff.ts'
import type { SendOutcome, SmsGateway } from '../domain/gateway.ts'
import { type ClaimedMessage, markHandedOver } from '../store/claim.ts'
import { obeyLatest } from '../store/opt-outs.ts'
import { recordAccepted, recordFailure, returnUntried } from '../store/outcome.ts'
import { learnFrom } from './breaker.ts'
import { persistently } from './persistently.ts'
import { attemptMs, leaseMs, receiptUrl, settleMs } from './settings.ts'

const counters: Record<SendOutcome['kind'], string> = {
  accepted: 'textsAccepted',
  postponed: 'textsPostponed',
  refused: 'textsRefused',
  unknown: 'textsUnknown',
}

const report = (message: ClaimedMessage, outcome: SendOutcome): void => {
  count(counters[outcome.kind])
  if (outcome.kind === 'postponed' && outcome.isOurFault) count('gatewayRefusesUs')
  const { id, template, recipient, attempts, correlationId } = message
  const details = { messageId: id, template, recipient: maskPhone(recipient), attempts, correlationId }
  if (outcome.kind === 'accepted') logger.info('text accepted', { ...details, gatewayId: outcome.gatewayId })
  else logger.warn(`text ${outcome.kind}`, { ...details, reason: outcome.reason })
}

const handingOver = async (message: ClaimedMessage): Promise<void> => {
  if (!(await markHandedOver(message))) throw new Error('the lease was lost before the text was handed over')
}

const keep = async (
  message: ClaimedMessage,
  outcome: SendOutcome,
  durationMs: number,
  startedAt: Date,
): Promise<void> => {
  if (outcome.kind === 'accepted') {
    const { gatewayId } = await recordAccepted(message, outcome, durationMs)
    if (gatewayId === outcome.gatewayId) return
    count('textsDoubled')
    logger.error('the gateway has two texts of one message', {
      messageId: message.id,
      gatewayIds: [gatewayId, outcome.gatewayId],
    })
    return
  }
  const dueInMs = {
    unknown: settleMs(),
    refused: 0,
    postponed: backoffMs(message.attempts, Math.random(), outcome.kind === 'postponed' ? outcome.retryAfterMs : 0),
  }[outcome.kind]
  await recordFailure(message, outcome, durationMs, dueInMs)
  if (outcome.kind === 'refused' && outcome.hasOptedOut)
    await transaction((tx) => obeyLatest(tx, message.recipient, 'stop', startedAt, 'gateway'))
}

/**
 * Hands a claimed message to the gateway and records what came of it. If recording fails, or the sender dies before it,
 * the lease runs out and the gateway is asked whether it has the text.
 */
export const attempt = async (gateway: SmsGateway, message: ClaimedMessage, claimedAtMs: number): Promise<void> => {
  // Claimed long ago, by an environment that was frozen since, say: another sender may be at it soon.
  if (Date.now() + attemptMs() > claimedAtMs + leaseMs()) {
    await returnUntried(message)
    return
  }
  const startedAt = new Date()
  const startedAtMs = performance.now()
  const text = {
    messageId: message.id,
    to: message.recipient,
    body: message.body,
    receiptUrl: receiptUrl(message.id),
    validSeconds: Math.ceil(message.expiresInMs / 1000),
  }
  // Who can be asked whether it has a text need not be told apart from who never saw it.
  const outcome = await gateway.send(text, gateway.find ? undefined : () => handingOver(message))
  const durationMs = performance.now() - startedAtMs
  duration('gatewayMs', durationMs)
  learnFrom(outcome)
  report(message, outcome)
  // Where it can't be kept, a text that surely wasn't taken would count as one that may have been.
  await persistently(() => keep(message, outcome, durationMs, startedAt))
}
