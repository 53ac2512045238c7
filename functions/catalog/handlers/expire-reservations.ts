import { middleware } from '@korob/platform/middleware'
import { count } from '@korob/platform/observability'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Context } from 'aws-lambda'
import { expireReservations, purgeReservations } from '../store/reservations.ts'
import { purgeSearchQueries } from '../store/search-queries.ts'

const batch = 200
// A season back, to compare with; operators are shown no more.
const searchQueryDays = 90

export const handler = middleware(async (_event: unknown, context: Context) => {
  let total = 0
  for (let expired = batch; expired === batch && context.getRemainingTimeInMillis() > 5_000; total += expired)
    expired = (await expireReservations(batch)).expired
  await purgeReservations()
  await purgeSearchQueries(searchQueryDays)
  count('reservationsExpired', total)
  await nudgeRelay.send()
  return { expired: total }
})
