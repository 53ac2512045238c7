import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import type { z } from '@korob/platform/schema'
import type { reschedule } from '../contract.ts'
import { afterStep } from '../domain/delivery-states.ts'
import { isUnplannable, lockDeliveryOfOrder } from '../store/cancelling.ts'
import { answerOffer } from '../store/slot-offers.ts'
import { readSlot, readSlotOfOrder } from '../store/slots.ts'
import { assignCourier } from './assign-courier.ts'
import { parcelOf } from './day-room.ts'
import { replan } from './replan.ts'
import { freeSlot, nextFreeSlot } from './take-slot.ts'

const whyNot = async (orderId: string): Promise<Problem> =>
  transaction(async (tx) => {
    const delivery = await lockDeliveryOfOrder(tx, orderId)
    if (!delivery) return new Problem('in_progress', { retryAfterSeconds: 1 })
    if ((await isUnplannable(tx, orderId)) || afterStep(delivery.status, 'replan') === undefined)
      return new Problem('wrong_state', { details: { deliveryStatus: delivery.status } })
    return new Problem('slot_taken', { details: { reason: 'full' } })
  })

/**
 * Another time for an order that is not on the road.
 * @throws Problem slot_taken, wrong_state, in_progress
 */
export const rescheduleOrder = async (
  { orderId, slotId, operatorId }: z.output<typeof reschedule.input>,
  now = new Date(),
): Promise<z.input<typeof reschedule.output>> => {
  const choose = async (turn: Transaction) =>
    slotId ? freeSlot(turn, slotId, orderId, now) : nextFreeSlot(turn, now, await parcelOf(turn, orderId), now)
  const deliveryId = await transaction(async (tx) => {
    const before = await readSlotOfOrder(tx, orderId)
    const moved = await replan(tx, orderId, choose)
    const target = { type: 'order', id: orderId }
    if (moved !== undefined) {
      // Whoever asked for another time was asked by the shopper.
      await answerOffer(tx, moved, 'changed')
      const after = await readSlotOfOrder(tx, orderId)
      await recordAction(tx, { operatorId, action: 'order.reschedule', target, before, after })
    }
    return moved
  })
  if (deliveryId === undefined) throw await whyNot(orderId)
  await assignCourier(deliveryId, now)
  const { id, startsAt, endsAt } = await readSlot(database, deliveryId)
  return { slot: { id, start: startsAt.toISOString(), end: endsAt.toISOString() } }
}
