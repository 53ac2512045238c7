import { Problem } from '@korob/platform/errors'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import { limits, networkOf } from '../domain/limits.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { OrdersOfAccounts } from './adopt-orders.ts'
import { withinLimits } from './within-limits.ts'

/** @throws Problem what was refused, or unavailable */
const known = <T>(outcome: Outcome<T>): T => {
  if (outcome.kind === 'refused') throw outcome.problem
  if (outcome.kind === 'unknown') throw new Problem('unavailable', { retryAfterSeconds: 2 })
  return outcome.value
}

/** A link for who knows an order's number and phone. @throws Problem not_found, whichever is wrong */
export const askOrderLink = async (
  orders: OrdersOfAccounts,
  wanted: { number: string; phone: string },
  clientAddress: string,
) => {
  await withinLimits(
    { limit: limits.lookupsOfNumber, key: wanted.phone },
    { limit: limits.lookupsOfAddress, key: networkOf(clientAddress) },
  )
  const { orderId, number, linksFrom } = known(await orders.find(wanted))
  const trackingToken = await signTrackingToken(orderId, new Date(Date.parse(linksFrom) + trackingLifetimeMs))
  return { orderId, number, trackingToken, trackingUrl: trackingUrl(trackingToken) }
}

export const revokeOrderLinks = async (
  orders: OrdersOfAccounts,
  orderId: string,
  operatorId: string,
): Promise<{ revokedAt: string }> => known(await orders.revokeLinks({ orderId, operatorId }))
