import { integerSetting, optionalSetting, setting } from '@korob/platform/config'
import { gatewayTimeoutMs } from '../gateway/twilio.ts'

/** Texts handed to the gateway at once. Twilio answers in 100 to 200 ms, so that these are well over 100 texts a second. */
export const parallelTexts = (): number => integerSetting('SMS_PARALLEL', 24)

/**
 * Texts claimed at once: about a batch. Those not yet under way when their sender dies have to be looked for at the gateway, or
 * go back where it lists none.
 */
export const claimedAtOnce = (): number => 5 * parallelTexts()

/** Texts a second that the gateway's account may send, over all senders; 0: any number. */
export const textsPerSecond = (): number => integerSetting('SMS_PER_SECOND', 0)

/** After which somebody who had no turn looks again. */
export const turnMs = (): number => Math.min(1_000, Math.max(20, 1_000 / Math.max(1, textsPerSecond())))

/** How long a consumer waits for turns at most: its queue waits with it. The sweeper sends the rest. */
export const patienceMs = 3_000

/** How long the gateway may take to list a text that it took without answering. */
export const settleMs = (): number => integerSetting('SMS_SETTLE_MS', 30_000)

/**
 * What is needed at most from the moment a text is handed over, or a search begins: the gateway's time limit, and some for the
 * database. Not the login, which may take 6.6 s to be read (layers/platform/secrets.ts): once it is, time and lease are looked at again.
 */
export const attemptMs = (): number => gatewayTimeoutMs() + 4_000

/** How long a sender may keep a message. @throws when an attempt could outlast it: another sender would be at it too */
export const leaseMs = (): number => {
  const ms = integerSetting('SMS_LEASE_MS', 30_000)
  if (ms <= attemptMs()) throw new Error(`setting SMS_LEASE_MS must be above ${attemptMs()}, what an attempt may take`)
  return ms
}

/** Days after which it is forgotten to whom texts went and what they said. */
export const keptDays = (): number => integerSetting('SMS_KEPT_DAYS', 90)

/** Of readers whose own is not known. */
export const shopTimeZone = (): string => optionalSetting('SHOP_TIME_ZONE') ?? 'Europe/Moscow'

const shopUrl = (): string => setting('PUBLIC_URL').replace(/\/$/, '')

// The gateway signs these addresses, so they are built in one place.

/** Where the gateway reports on a message. */
export const receiptUrl = (messageId: string): string => `${shopUrl()}/api/notifications/receipts/${messageId}`

/** Where the gateway brings what phones answer. */
export const inboundUrl = (): string => `${shopUrl()}/api/notifications/inbound`
