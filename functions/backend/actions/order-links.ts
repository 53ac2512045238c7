import { Problem } from '@korob/platform/errors'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import { limits, networkOf } from '../domain/limits.ts'
import type { Outcome } from '../domain/outcome.ts'
import { giveBack } from '../store/rate-limits.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { withinLimits } from './within-limits.ts'

/** @throws Problem what was refused, or unavailable */
const known = <T>(outcome: Outcome<T>): T => {
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
  return outcome.value
}

/**
 * A link for who knows an order's number and phone. Wrong tries are counted, before they are known to be: many at once are as
 * many as one after another.
 * @throws Problem not_found, whichever is wrong, and too_many_requests with when to come again
 */
export const askOrderLink = async (
  orders: OrdersOfAccounts,
  wanted: { number: string; phone: string },
  clientAddress: string,
) => {
  const network = networkOf(clientAddress)
  const ifWrong = [
    { limit: limits.wrongLookupsFromNetwork, key: `${wanted.phone} ${network}` },
    { limit: limits.wrongLookupsOfNumberInDays, key: wanted.phone },
  ]
  await withinLimits({ limit: limits.lookupsOfAddress, key: network }, ...ifWrong)
  const found = await orders.find(wanted)
  if (found.kind !== 'refused') await giveBack(ifWrong)
  const { orderId, number, linksFrom } = known(found)
  const trackingToken = await signTrackingToken(orderId, new Date(Date.parse(linksFrom) + trackingLifetimeMs))
  return { orderId, number, trackingToken, trackingUrl: trackingUrl(trackingToken) }
}

export const revokeOrderLinks = async (
  orders: OrdersOfAccounts,
  orderId: string,
  operatorId: string,
): Promise<{ revokedAt: string }> => known(await orders.revokeLinks({ orderId, operatorId }))
