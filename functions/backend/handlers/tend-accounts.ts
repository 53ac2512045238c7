import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { tendAccounts } from '../actions/tend-accounts.ts'
import { ordersOfAccounts } from '../calls/orders-of-accounts.ts'

/** What a deletion may take, which calls another service. */
const lastStartMs = 12_000

export const handler = middleware(async (_schedule: unknown, context) => {
  const done = await tendAccounts(ordersOfAccounts, Date.now() + context.getRemainingTimeInMillis() - lastStartMs)
  await nudgeRelay.send()
  return done
})
