import { transaction } from '@korob/platform/database'
import { purgeInbox } from '@korob/platform/inbox'
import { count } from '@korob/platform/observability'
import type { Context } from 'aws-lambda'
import { twilio } from '../gateway/twilio.ts'
import { dropExpired, oldestUnsentSeconds } from '../store/claim.ts'
import { scrubEndedSecrets } from '../store/forgetting.ts'
import { sendDue } from './send-due.ts'
import { attemptMs } from './settings.ts'

// The other services' relays forget old receipts; this service publishes nothing and has none.
const isFirstOfItsHour = (scheduledAt: string | undefined): boolean =>
  scheduledAt !== undefined && new Date(scheduledAt).getUTCMinutes() === 0

/** The sweeper: sends what waits for its next attempt or was left by a sender that died, and drops what is of no use any more. */
export const sendLeftovers = async (
  event: { time?: string },
  context: Context,
): Promise<{ worked: number; dropped: number }> => {
  const dropped = await dropExpired()
  count('textsExpired', dropped)
  await scrubEndedSecrets()
  const worked = await sendDue(twilio, Date.now() + context.getRemainingTimeInMillis() - attemptMs())
  if (isFirstOfItsHour(event.time)) await transaction(purgeInbox)
  count('oldestUnsentSeconds', Math.round(await oldestUnsentSeconds()))
  return { worked, dropped }
}
