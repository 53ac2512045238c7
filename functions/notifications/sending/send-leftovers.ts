import { transaction } from '@korob/platform/database'
import { purgeInbox } from '@korob/platform/inbox'
import { count } from '@korob/platform/observability'
import type { Context } from 'aws-lambda'
import { receiptsEndAfterHours } from '../domain/status.ts'
import { chosenGateway } from '../gateway/chosen.ts'
import { deleteUsedUp } from '../store/addressees.ts'
import { dropExpired, oldestUnsentSeconds, returnNotHandedOver } from '../store/claim.ts'
import { forgetOld, forgottenAtOnce, scrubEndedSecrets } from '../store/forgetting.ts'
import { forgetOldStarts } from '../store/opt-outs.ts'
import { endSilent } from '../store/receipt.ts'
import { dropWithheld } from '../store/withheld.ts'
import { sendDue } from './send-due.ts'
import { attemptMs, keptDays } from './settings.ts'

// The other services' relays forget old receipts; this service publishes nothing and has none.
const isFirstOfItsHour = (scheduledAt: string | undefined): boolean =>
  scheduledAt !== undefined && new Date(scheduledAt).getUTCMinutes() === 0

/** Forgets old texts while there is time, some at once: after a long pause they are very many. */
const forgetWhileTime = async (untilMs: number): Promise<void> => {
  let forgotten = forgottenAtOnce
  while (forgotten === forgottenAtOnce && Date.now() < untilMs) forgotten = await forgetOld(keptDays())
}

/** The sweeper: sends what waits for its next attempt or was left by a sender that died, and drops what is of no use any more. */
export const sendLeftovers = async (
  event: { time?: string },
  context: Context,
): Promise<{ worked: number; dropped: number }> => {
  count('textsNotHandedOver', await returnNotHandedOver())
  const dropped = await dropExpired()
  count('textsExpired', dropped)
  await scrubEndedSecrets()
  count('textsWithheld', await dropWithheld())
  const untilMs = Date.now() + context.getRemainingTimeInMillis() - attemptMs()
  const worked = await sendDue(chosenGateway(), { untilMs })
  await forgetWhileTime(untilMs)
  count('receiptsMissing', await endSilent(receiptsEndAfterHours))
  await deleteUsedUp()
  await forgetOldStarts()
  if (isFirstOfItsHour(event.time)) await transaction(purgeInbox)
  count('oldestUnsentSeconds', Math.round(await oldestUnsentSeconds()))
  return { worked, dropped }
}
