import { randomBytes } from 'node:crypto'
import type { Encoding } from './segments.ts'

export type Status = 'accepted' | 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'canceled'

export const finalStatuses: ReadonlySet<Status> = new Set(['delivered', 'undelivered', 'failed', 'canceled'])

export type Message = {
  sid: string
  accountSid: string
  messagingServiceSid: string | null
  to: string
  from: string | null
  body: string
  encoding: Encoding
  segments: number
  status: Status
  errorCode: number | null
  statusCallback: string | null
  validityPeriodSec: number
  createdAtMs: number
  updatedAtMs: number
  sentAtMs: number | null
  /** When the next status is due; null when the message has reached its end. */
  nextStepAtMs: number | null
  /** Decided on acceptance, so that the same seed gives the same fates whatever the timing. */
  fate: Fate
}

export type Fate = {
  undelivered: boolean
  receiptsLost: boolean
  receiptsDoubled: boolean
  receiptsReordered: boolean
}

export const API_VERSION = '2010-04-01'

export const newSid = () => `SM${randomBytes(16).toString('hex')}`

// Texts of https://www.twilio.com/docs/api/errors for the codes a message can end with.
const errorMessages: Record<number, string> = {
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30036: 'Validity Period Expired',
}

// Twilio's list price for one segment in the US; any number serves, as long as segments multiply it.
const PRICE_PER_SEGMENT = 0.0079

/** The resource as the API shows it. https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
export function toResource(message: Message) {
  const path = `/${API_VERSION}/Accounts/${message.accountSid}/Messages/${message.sid}`
  return {
    account_sid: message.accountSid,
    api_version: API_VERSION,
    body: message.body,
    date_created: rfc2822(message.createdAtMs),
    date_sent: message.sentAtMs === null ? null : rfc2822(message.sentAtMs),
    date_updated: rfc2822(message.updatedAtMs),
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : (errorMessages[message.errorCode] ?? 'Unknown error'),
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    // A messaging service picks the sender later, and until then Twilio doesn't count.
    num_segments: message.status === 'accepted' ? '0' : String(message.segments),
    price: message.sentAtMs === null ? null : (-PRICE_PER_SEGMENT * message.segments).toFixed(5),
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  }
}

export const rfc2822 = (timeMs: number) => new Date(timeMs).toUTCString().replace('GMT', '+0000')
