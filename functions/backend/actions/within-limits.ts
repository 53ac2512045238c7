import { Problem } from '@korob/platform/errors'
import { count } from '@korob/platform/observability'
import type { Taken } from '../domain/limits.ts'
import { takeAll } from '../store/rate-limits.ts'

/** Takes one of each limit. @throws Problem too_many_requests, with when to come again */
export const withinLimits = async (...wanted: Taken[]): Promise<void> => {
  const waitSeconds = await takeAll(wanted)
  if (waitSeconds === 0) return
  count('limitsReached')
  throw new Problem('too_many_requests', { retryAfterSeconds: waitSeconds })
}
