import { on, onAside, type Subscription } from '@korob/platform/consumer'
import { TooEarly } from '@korob/platform/errors'
import { courierChanged, unassigned } from '../../delivery/contract.ts'
import { segment } from '../domain/segments.ts'
import { announced, announcements } from '../domain/templates/announcements.ts'
import { isTold, reword, supersedeHeldOf } from '../store/held.ts'

/**
 * Another courier is no news of its own, but what was not sent yet names whoever comes. Aside: an announcement that comes
 * after it still has to be told.
 */
export const nameNewCourier: Subscription = onAside(courierChanged, async ({ data, subject }, tx) => {
  if (!(await isTold(tx, data.orderId, announcements)))
    throw new TooEarly(`another courier of ${subject} comes before the first`)
  for (const { template, body } of announced(data, data.language, data.timeZone))
    await reword(tx, data.orderId, { template, body, ...segment(body) })
  return undefined
})

/** Nobody comes at the time that waits to be told: what is planned instead will be news of its own. */
export const takeBackPlan: Subscription = on(unassigned, async ({ data }, tx) => {
  await supersedeHeldOf(tx, [data.orderId], announcements)
  return undefined
})
