import { Problem } from '@korob/platform/errors'
import { count } from '@korob/platform/observability'
import type { Taken } from '../domain/limits.ts'
import { takeAll, waitOf } from '../store/rate-limits.ts'

/** @throws Problem too_many_requests, with when to come again, unless that is now */
export const refuseAfter = (waitSeconds: number): void => {
  if (waitSeconds === 0) return
  count('limitsReached')
  throw new Problem('too_many_requests', { retryAfterSeconds: waitSeconds })
}

/** Takes one of each limit. @throws Problem too_many_requests, with when to come again */
export const withinLimits = async (...wanted: Taken[]): Promise<void> => refuseAfter(await takeAll(wanted))

/** Takes nothing. @throws Problem too_many_requests if there is nothing left to take, with when to come again */
export const beforeLimit = async (wanted: Taken): Promise<void> => refuseAfter(await waitOf(wanted))
