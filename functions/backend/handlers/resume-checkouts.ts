import { middleware } from '@korob/platform/middleware'
import { reapKeys, resumeCheckouts } from '../actions/resume-checkouts.ts'
import { learnFees } from '../calls/fees.ts'
import { runtime } from '../calls/runtime.ts'

/** One checkout takes up to 12 s and its bookkeeping; none is begun that couldn't be ended. */
const lastStartMs = 15_000

export const handler = middleware(async (_schedule: unknown, context) => {
  const resumed = await resumeCheckouts(runtime, Date.now() + context.getRemainingTimeInMillis() - lastStartMs)
  const reaped = await reapKeys()
  await learnFees()
  return { resumed, reaped }
})
