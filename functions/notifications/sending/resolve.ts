import { count, logger } from '@korob/platform/observability'
import { backoffMs } from '../domain/backoff.ts'
import type { SmsGateway } from '../domain/gateway.ts'
import type { ClaimedMessage } from '../store/claim.ts'
import { recordAbsent, recordFound, recordStillUnknown } from '../store/outcome.ts'
import { settleMs } from './settings.ts'

// Receipts come within this or never: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-destinations.html
const givenUpAfterMs = 72 * 3_600_000

const search = async (gateway: SmsGateway, message: ClaimedMessage): Promise<string[] | undefined> => {
  try {
    return await gateway.find({ to: message.recipient, body: message.body }, message.firstAttemptAt)
  } catch (error) {
    count('searchesFailed')
    logger.warn('the gateway does not tell whether it has a text', { messageId: message.id, error: String(error) })
    return undefined
  }
}

const askLater = (message: ClaimedMessage): Promise<number> => {
  const isGivenUp = message.sinceLastAttemptMs > givenUpAfterMs
  const waitMs = Math.max(settleMs(), backoffMs(Math.ceil(message.sinceLastAttemptMs / 60_000), Math.random()))
  return recordStillUnknown(message, 'the gateway lost an answer and could not be asked', isGivenUp ? null : waitMs)
}

/**
 * Finds out whether the gateway took a message whose answer was lost. Only if it surely didn't, and had the time to show
 * it, the message is queued again.
 */
export const resolve = async (gateway: SmsGateway, message: ClaimedMessage): Promise<void> => {
  const ids = await search(gateway, message)
  if (ids === undefined) {
    await askLater(message)
  } else if (ids.length > 0 && (await recordFound(message, ids))) {
    count('textsFound')
    logger.info('text found at the gateway', { messageId: message.id, correlationId: message.correlationId })
  } else if (message.sinceLastAttemptMs < settleMs()) {
    await recordStillUnknown(message, 'not listed by the gateway yet', settleMs() - message.sinceLastAttemptMs)
  } else {
    count('textsAbsent')
    await recordAbsent(message)
  }
}
