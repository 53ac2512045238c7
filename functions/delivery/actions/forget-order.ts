import type { Transaction } from '@korob/platform/database'
import { TooEarly } from '@korob/platform/errors'
import { anonymiseDelivery, lockDelivery, voidLinks } from '../store/forgetting.ts'

/** The person is taken out of a delivery that is over. @throws TooEarly while it isn't: its end is still on its way here */
export const forgetOrder = async (orderId: string, tx: Transaction): Promise<undefined> => {
  const delivery = await lockDelivery(tx, orderId)
  if (delivery && delivery.status !== 'delivered' && delivery.status !== 'cancelled')
    throw new TooEarly(`the delivery of ${orderId} is ${delivery.status}`)
  await voidLinks(tx, orderId, 'infinity')
  await anonymiseDelivery(tx, orderId)
}

export const voidOrderLinks = async (
  { orderId, revokedAt }: { orderId: string; revokedAt: string },
  tx: Transaction,
): Promise<undefined> => {
  await voidLinks(tx, orderId, revokedAt)
}
