import { uuid, z } from '@korob/platform/schema'
import type { Status } from '../domain/status.ts'

/** What became of a text. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html */
const receipt = z.object({
  eventType: z.string().startsWith('TEXT_'),
  isFinal: z.boolean().default(false),
  messageId: z.string().min(1).max(128),
  /** Absent from texts that somebody else sent with the same configuration set. */
  context: z.object({ messageId: uuid }).optional().catch(undefined),
})

/** What a phone answered. https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-two-way-sms.html */
const inbound = z.object({
  originationNumber: z.string().min(1).max(64),
  messageBody: z.string().max(4000),
  inboundMessageId: z.string().min(1).max(128),
})

// https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
const meanings: Readonly<Record<string, Status>> = {
  TEXT_QUEUED: 'sent',
  TEXT_PENDING: 'sent',
  TEXT_SENT: 'sent',
  TEXT_SUCCESSFUL: 'sent',
  // 72 hours without news of the carrier: our own clock says so too.
  TEXT_UNKNOWN: 'sent',
  TEXT_DELIVERED: 'delivered',
  TEXT_UNREACHABLE: 'undelivered',
  TEXT_CARRIER_UNREACHABLE: 'undelivered',
  TEXT_TTL_EXPIRED: 'undelivered',
  TEXT_INVALID: 'failed',
  TEXT_INVALID_MESSAGE: 'failed',
  TEXT_BLOCKED: 'failed',
  TEXT_CARRIER_BLOCKED: 'failed',
  TEXT_SPAM: 'failed',
  TEXT_PROTECT_BLOCKED: 'failed',
}

export type SmsEvent =
  | { kind: 'receipt'; messageId: string; gatewayId: string; status: Status; reason: string | undefined }
  | { kind: 'inbound'; from: string; body: string; gatewayId: string }
  /** Of no concern: a text of somebody else's, or a kind of event that came up later. */
  | { kind: 'other'; what: string }

const statusOf = (eventType: string, isFinal: boolean): Status | undefined => {
  const status = meanings[eventType]
  // What fails and isn't final is tried again by the carrier, and told of once more.
  if (!isFinal) return status === undefined || status === 'delivered' ? status : 'sent'
  // In some countries carriers tell no more than that they took it.
  return eventType === 'TEXT_SUCCESSFUL' ? 'delivered' : status
}

/** @throws for what is no JSON: nobody but AWS writes here */
export const readSmsEvent = (text: string): SmsEvent => {
  const json: unknown = JSON.parse(text)
  const answer = inbound.safeParse(json).data
  if (answer)
    return {
      kind: 'inbound',
      from: answer.originationNumber,
      body: answer.messageBody,
      gatewayId: answer.inboundMessageId,
    }
  const event = receipt.safeParse(json).data
  const status = event && statusOf(event.eventType, event.isFinal)
  if (!event?.context || !status) return { kind: 'other', what: event?.eventType ?? 'no event of a text' }
  const hasFailed = status === 'undelivered' || status === 'failed'
  return {
    kind: 'receipt',
    messageId: event.context.messageId,
    gatewayId: event.messageId,
    status,
    reason: hasFailed ? event.eventType : undefined,
  }
}
