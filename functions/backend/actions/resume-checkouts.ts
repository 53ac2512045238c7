import { contextFrom, withContext } from '@korob/platform/context'
import { Problem } from '@korob/platform/errors'
import { count, logger } from '@korob/platform/observability'
import type { CheckoutRuntime } from '../domain/checkout-services.ts'
import { type CrashedKey, deleteKeysOlderThan, readCrashed, takeCrashed } from '../store/idempotency-keys.ts'
import { runCheckout } from './run-checkout.ts'

/**
 * A checkout that crashed is finished for its shopper only this long after it began, as long as holds live: they pressed
 * "order" and may have closed the page. An order that appears later than that would be a surprise.
 */
const finishWithinMs = 15 * 60_000

/** One that crashes its tries again and again is left to people. */
const maxAttempts = 6

/**
 * Three days: when a bug deployed on a Friday evening fails checkouts, there is a weekend to find it, and on Monday the
 * same keys still finish them once. https://github.com/brandur/rocket-rides-atomic, whose number it is.
 */
const keepKeysHours = 72

/** Read at once; who else finishes checkouts at the same moment reads the same ones. */
const readAtOnce = 20

/** Whether it has an answer now. */
const resume = async (runtime: CheckoutRuntime, crashed: CrashedKey): Promise<boolean> => {
  try {
    // Found with what the request did before it crashed.
    const context = contextFrom(crashed.correlationId ?? undefined)
    await withContext(context, () => runCheckout(runtime, crashed, crashed.request))
    return true
  } catch (error) {
    // It has been let go and waits for its client; the next one may fare better.
    const expected = error instanceof Problem && error.code === 'unavailable'
    logger[expected ? 'warn' : 'error']('checkout not resumed', { orderId: crashed.orderId, error: error as Error })
    return false
  }
}

/** Finishes checkouts whose try crashed and whose client hasn't come back, until `untilMs` on the clock of `Date.now`. */
export const resumeCheckouts = async (runtime: CheckoutRuntime, untilMs: number): Promise<number> => {
  let resumed = 0
  let isLeft = true
  while (isLeft && Date.now() < untilMs) {
    isLeft = false
    for (const id of await readCrashed(finishWithinMs, maxAttempts, readAtOnce)) {
      if (Date.now() >= untilMs) break
      const crashed = await takeCrashed(id, runtime.leaseMs, maxAttempts)
      // What others have taken is theirs. Where that goes for all, they see to the rest as well.
      if (!crashed) continue
      isLeft = true
      if (await resume(runtime, crashed)) resumed++
    }
  }
  count('checkoutsResumed', resumed)
  return resumed
}

export const reapKeys = (): Promise<number> => deleteKeysOlderThan(keepKeysHours)
