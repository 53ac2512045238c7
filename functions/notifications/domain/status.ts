/**
 * `sending`: a sender holds a lease and may be talking to the gateway. `unknown`: the gateway may have the text; nothing
 * is sent again before it was asked; or nothing was heard of the text's end in time. `sent`: the gateway has accepted it. `dropped`: of no use any more, never sent.
 */
export const statuses = [
  'queued',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'dropped',
] as const
export type Status = (typeof statuses)[number]

// A status gives way only to one of a higher rank. What the gateway says about a text it has outranks what we believed,
// `dropped` included; what it said last about its end stays.
const rank: Record<Status, number> = {
  queued: 0,
  sending: 0,
  unknown: 0,
  dropped: 0,
  sent: 1,
  delivered: 2,
  undelivered: 2,
  failed: 2,
}

/** After so long without a receipt of its end a text is `unknown` for good, unless one comes all the same. Carriers take up to that. */
export const receiptsEndAfterHours = 72

/** The statuses that news of `status` from the gateway replaces. */
export const replacedBy = (status: Status): Status[] => statuses.filter((one) => rank[one] < rank[status])

/** Twilio's words for a text it has. https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export const gatewayStatuses = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
] as const
export type GatewayStatus = (typeof gatewayStatuses)[number]

const meanings: Record<GatewayStatus, Status> = {
  accepted: 'sent',
  scheduled: 'sent',
  queued: 'sent',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
}

export const meaningOf = (status: GatewayStatus): Status => meanings[status]
