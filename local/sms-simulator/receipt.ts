import { randomUUID } from 'node:crypto'
import { API_VERSION, finalStatuses, type Message, type Status } from './message.ts'
import type { NewReceipt } from './receipt-store.ts'

// Far enough apart that a receiver sees them one after the other, near enough that a test doesn't wait.
const DUPLICATE_AFTER_MS = 50
const REORDERED_AFTER_MS = 100

const reported: ReadonlySet<Status> = new Set(['queued', 'sent', ...finalStatuses])

/** The status callbacks that fall due as a message arrives at its status. */
export function receiptsFor(message: Message, nowMs: number): NewReceipt[] {
  const { statusCallback: url, fate } = message
  if (!url || fate.receiptsLost || !reported.has(message.status)) return []

  const receipt = (status: Status, atMs: number): NewReceipt[] => {
    const form = parameters(message, status, nowMs).toString()
    const once = { messageSid: message.sid, status, url, form, idempotencyToken: randomUUID(), atMs }
    return fate.receiptsDoubled ? [once, { ...once, atMs: atMs + DUPLICATE_AFTER_MS }] : [once]
  }
  if (message.status === 'sent' && fate.receiptsReordered) return []
  const late = finalStatuses.has(message.status) && fate.receiptsReordered && message.sentAtMs !== null
  return [...receipt(message.status, nowMs), ...(late ? receipt('sent', nowMs + REORDERED_AFTER_MS) : [])]
}

/** https://www.twilio.com/docs/messaging/guides/track-outbound-message-status#twilios-request-to-the-statuscallback-url */
function parameters(message: Message, status: Status, nowMs: number): URLSearchParams {
  const form = new URLSearchParams({
    AccountSid: message.accountSid,
    ApiVersion: API_VERSION,
    From: message.from ?? '',
    MessageSid: message.sid,
    MessageStatus: status,
    SmsSid: message.sid,
    SmsStatus: status,
    To: message.to,
  })
  if (message.messagingServiceSid) form.set('MessagingServiceSid', message.messagingServiceSid)
  if (message.errorCode !== null && finalStatuses.has(status)) form.set('ErrorCode', String(message.errorCode))
  if (status === 'delivered' || status === 'undelivered') form.set('RawDlrDoneDate', carrierDate(nowMs))
  return form
}

/** YYMMDDhhmm, as carriers write it. */
const carrierDate = (timeMs: number) => new Date(timeMs).toISOString().replace(/\D/g, '').slice(2, 12)
