import { Problem } from '@korob/platform/errors'
import { readTrackingToken, type TrackingClaim } from '@korob/platform/tracking-token'
import { isVoid } from '../store/forgetting.ts'

/** What a link says of itself; whether it was revoked is still to be asked. @throws Problem not_found for a link that is forged or over */
export const readLink = async (token: string, now: Date): Promise<TrackingClaim> => {
  const found = await readTrackingToken(token, now)
  if (!found) throw new Problem('not_found')
  return found
}

/** The order that the bearer of a link may follow. @throws Problem not_found for a link that is forged, revoked or over */
export const orderOfLink = async (token: string, now: Date): Promise<string> => {
  const { orderId, issuedAt } = await readLink(token, now)
  if (await isVoid(orderId, issuedAt)) throw new Problem('not_found')
  return orderId
}
