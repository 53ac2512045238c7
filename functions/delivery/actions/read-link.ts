import { Problem } from '@korob/platform/errors'
import { readTrackingToken } from '@korob/platform/tracking-token'
import { isVoid } from '../store/forgetting.ts'

/** The order that the bearer of a link may follow. @throws Problem not_found for a link that is forged, revoked or over */
export const orderOfLink = async (token: string, now: Date): Promise<string> => {
  const found = await readTrackingToken(token, now)
  if (!found || (await isVoid(found.orderId, found.issuedAt))) throw new Problem('not_found')
  return found.orderId
}
