import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Context } from 'aws-lambda'
import { grantLeftWishes } from '../actions/grant-wish.ts'
import { delivery } from '../calls/delivery.ts'
import { forgetOldLinks } from '../store/order-links.ts'

/** Leaves the last wish time for delivery's answer and its commit. */
const reserveMs = 10_000

export const handler = middleware(async (_event: unknown, context: Context) => {
  try {
    const granted = await grantLeftWishes(delivery, Date.now() + context.getRemainingTimeInMillis() - reserveMs)
    await forgetOldLinks()
    return { granted }
  } finally {
    await nudgeRelay.send()
  }
})
