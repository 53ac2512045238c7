import { Problem } from '@korob/platform/errors'
import { readCourier } from '../store/courier-routes.ts'

/** @throws Problem not_found for who is not in the fleet */
export const findCourier = async (courierId: string): Promise<{ courierId: string; firstName: string }> => {
  const courier = await readCourier(courierId)
  if (!courier) throw new Problem('not_found')
  return { courierId, firstName: courier.firstName }
}
