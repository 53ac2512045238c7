import { middleware } from '@korob/platform/middleware'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import type { Context } from 'aws-lambda'
import { workFiles } from '../operator/work-files.ts'
import { followUp, remakeForSearch } from '../store/follow-ups.ts'

// Enough to end a part, or the sending of a file.
const reserveMs = 30_000

export const handler = middleware(async (_event: unknown, context: Context) => {
  const timeMs = context.getRemainingTimeInMillis() - reserveMs
  const followed = await followUp(Date.now() + timeMs / 2)
  await remakeForSearch(Date.now() + timeMs / 4)
  const files = await workFiles(AbortSignal.timeout(Math.max(1_000, context.getRemainingTimeInMillis() - reserveMs)))
  await nudgeRelay.send()
  return { files, followed }
})
