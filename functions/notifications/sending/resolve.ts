import { count, logger } from '@korob/platform/observability'
import { backoffMs } from '../domain/backoff.ts'
import type { FoundText, SmsGateway } from '../domain/gateway.ts'
import { withoutNumbers } from '../domain/masking.ts'
import { meaningOf, receiptsEndAfterHours } from '../domain/status.ts'
import { gatewayTimeoutMs } from '../gateway/twilio.ts'
import type { ClaimedMessage } from '../store/claim.ts'
import { applyReceipt } from '../store/receipt.ts'
import { recordAbsent, recordFound, recordNotListed, recordStillUnknown } from '../store/search-result.ts'
import { settleMs } from './settings.ts'

// Receipts come within this or never: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-destinations.html
const givenUpAfterMs = receiptsEndAfterHours * 3_600_000

const search = async (gateway: SmsGateway, message: ClaimedMessage): Promise<FoundText[] | undefined> => {
  if (!gateway.find) return undefined
  try {
    return await gateway.find({ to: message.recipient, body: message.body }, message.firstAttemptAt, gatewayTimeoutMs())
  } catch (error) {
    count('searchesFailed')
    logger.warn('the gateway does not tell whether it has a text', {
      messageId: message.id,
      error: withoutNumbers(String(error)),
    })
    return undefined
  }
}

const askLater = ({ find }: SmsGateway, message: ClaimedMessage): Promise<number> => {
  const leftMs = givenUpAfterMs - message.sinceLastAttemptMs
  const waitMs = Math.max(settleMs(), backoffMs(Math.ceil(message.sinceLastAttemptMs / 60_000), Math.random()))
  // Who lists no texts need not be asked again: only a receipt can tell.
  const nextMs = find ? waitMs : leftMs
  return recordStillUnknown(message, 'the gateway lost an answer and could not be asked', leftMs <= 0 ? null : nextMs)
}

/** Keeps which of the texts found is this message's, and what became of it. False when none is. */
const isRecorded = async (message: ClaimedMessage, found: readonly FoundText[]): Promise<boolean> => {
  if (found.length === 0) return false
  const gatewayId = await recordFound(
    message,
    found.map((text) => text.gatewayId),
  )
  const text = found.find((one) => one.gatewayId === gatewayId)
  if (!text) return false
  await applyReceipt({
    messageId: message.id,
    gatewayId: text.gatewayId,
    status: meaningOf(text.status),
    reason: undefined,
  })
  return true
}

/**
 * Finds out whether the gateway took a message whose answer was lost. It is queued again only if two whole lists lack it: one when
 * it had had the time to be listed, and one after as long again, since lists lag behind, and gateways read late what they were sent.
 */
export const resolve = async (gateway: SmsGateway, message: ClaimedMessage): Promise<void> => {
  const found = await search(gateway, message)
  const notListedForMs = message.notListedForMs ?? 0
  if (found === undefined) {
    await askLater(gateway, message)
  } else if (await isRecorded(message, found)) {
    count('textsFound')
    logger.info('text found at the gateway', { messageId: message.id, correlationId: message.correlationId })
  } else if (message.sinceLastAttemptMs < settleMs()) {
    await recordStillUnknown(message, 'not listed by the gateway yet', settleMs() - message.sinceLastAttemptMs)
  } else if (notListedForMs < settleMs()) {
    await recordNotListed(message, settleMs() - notListedForMs)
  } else {
    count('textsAbsent')
    await recordAbsent(message)
  }
}
