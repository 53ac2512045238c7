import { middleware } from '@korob/platform/middleware'
import { count } from '@korob/platform/observability'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Context } from 'aws-lambda'
import { expireReservations, purgeReservations } from '../store/reservations.ts'

const batch = 200

export const handler = middleware(async (_event: unknown, context: Context) => {
  let total = 0
  for (let expired = batch; expired === batch && context.getRemainingTimeInMillis() > 5_000; total += expired)
    expired = (await expireReservations(batch)).expired
  await purgeReservations()
  count('reservationsExpired', total)
  await nudgeRelay.send()
  return { expired: total }
})
