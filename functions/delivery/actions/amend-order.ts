import { transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { z } from '@korob/platform/schema'
import type { amend } from '../contract.ts'
import { lockDeliveryOfOrder, lockRouteOfOrder, routeOfDelivery, touchRoute } from '../store/cancelling.ts'
import { changeContent } from '../store/failures.ts'
import { PlanMoved } from './plan-outdated.ts'

/**
 * What is left to bring of an order, before that is final: whether its parcel is packed is known here alone. A change that
 * was made while it could be is made: who did not hear so may ask again later.
 * @throws Problem wrong_state once it is, in_progress while the order has not come here yet
 */
export const amendOrder = ({ orderId, ...content }: z.output<typeof amend.input>): Promise<Record<string, never>> =>
  transaction(async (tx) => {
    const routeId = await lockRouteOfOrder(tx, orderId)
    const delivery = await lockDeliveryOfOrder(tx, orderId)
    if (!delivery) throw new Problem('in_progress', { retryAfterSeconds: 1 })
    const { id, status, failures, contentChange } = delivery
    if (content.changeId && content.changeId === contentChange) return {}
    // One that came back is packed as it was.
    if ((status !== 'unassigned' && status !== 'assigned') || failures > 0)
      throw new Problem('wrong_state', { details: { deliveryStatus: status } })
    if ((await routeOfDelivery(tx, id)) !== routeId) throw new PlanMoved()
    await changeContent(tx, id, content)
    // Its trip carries another weight now: whoever has planned with the old one plans again.
    if (routeId) await touchRoute(tx, routeId)
    return {}
  })
