import { database, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { publish } from '@korob/platform/outbox'
import { deliveryDeclined } from '../contract.ts'
import { lockDeliveryOfOrder, lockRouteOfOrder, routeOfDelivery, takeTurnForOrder } from '../store/cancelling.ts'
import { readVersions } from '../store/delivery-facts.ts'
import { answerOffer, readOffer, type SlotOffer } from '../store/slot-offers.ts'
import { assignCourier } from './assign-courier.ts'
import { cancelDelivery } from './cancel-delivery.ts'
import { shopTimeZone } from './delivery-events.ts'
import { readFreeSlots } from './offer-slots.ts'
import { PlanMoved } from './plan-outdated.ts'
import { orderOfLink } from './read-link.ts'
import { replan } from './replan.ts'
import { freeSlot } from './take-slot.ts'
import { trackOrder } from './track-order.ts'

const isOpen = ({ status, answer, isOver }: SlotOffer): boolean =>
  answer === null && !isOver && (status === 'unassigned' || status === 'assigned')

const notOpen = (offer: SlotOffer | undefined) =>
  new Problem('wrong_state', offer && { details: { deliveryStatus: offer.status } })

/** Windows that a parcel whose window is offered could have instead. @throws Problem not_found, wrong_state if nothing is offered any more */
export const listOfferedSlots = async (token: string, now = new Date()) => {
  const orderId = await orderOfLink(token, now)
  const offer = await readOffer(database, orderId)
  if (!offer || !isOpen(offer)) throw notOpen(offer)
  const slots = await readFreeSlots(offer, now)
  return {
    timeZone: shopTimeZone(),
    slots: slots.map(({ id, startsAt, endsAt, available }) => ({
      id,
      start: startsAt.toISOString(),
      end: endsAt.toISOString(),
      available: available || id === offer.slotId,
    })),
  }
}

const accept = (orderId: string, slotId: string): Promise<void> =>
  transaction(async (tx) => {
    await lockDeliveryOfOrder(tx, orderId)
    const offer = await readOffer(tx, orderId)
    // It was moved meanwhile, or packed.
    if (!offer || offer.slotId !== slotId || !isOpen(offer)) throw notOpen(offer)
    await answerOffer(tx, offer.deliveryId, 'accepted')
  })

const change = async (orderId: string, slotId: string, now: Date): Promise<void> => {
  const deliveryId = await transaction(async (tx) => {
    const moved = await replan(tx, orderId, (turn) => freeSlot(turn, slotId, orderId, now))
    // The delivery is locked by now: who answered first has been seen.
    if (moved === undefined || !(await answerOffer(tx, moved, 'changed'))) throw notOpen(await readOffer(tx, orderId))
    return moved
  })
  await assignCourier(deliveryId, now)
}

/**
 * The shopper takes the window that was offered, or another one. Again, it changes nothing.
 * @throws Problem not_found, slot_taken, wrong_state once it was answered otherwise, packed or called off
 */
export const chooseSlot = async (token: string, slotId: string, now = new Date()) => {
  const orderId = await orderOfLink(token, now)
  const offer = await readOffer(database, orderId)
  const isSettled = offer?.slotId === slotId && (offer.answer === 'accepted' || offer.answer === 'changed')
  if (!isSettled) {
    if (!offer || !isOpen(offer)) throw notOpen(offer)
    await (offer.slotId === slotId ? accept(orderId, slotId) : change(orderId, slotId, now))
  }
  return trackOrder(token, now)
}

/**
 * The shopper wants it in none of the windows there are: nobody brings it from here on, and orders, which hears so, cancels
 * the order. Again, it changes nothing.
 * @throws Problem not_found, wrong_state if nothing is offered any more
 */
export const declineOffer = async (token: string, now = new Date()) => {
  const orderId = await orderOfLink(token, now)
  await transaction(async (tx) => {
    await takeTurnForOrder(tx, orderId)
    const routeId = await lockRouteOfOrder(tx, orderId)
    await lockDeliveryOfOrder(tx, orderId)
    const offer = await readOffer(tx, orderId)
    if (offer?.answer === 'declined') return
    // Another trip must not be locked after the delivery: who plans does it the other way round.
    if (offer && (await routeOfDelivery(tx, offer.deliveryId)) !== routeId) throw new PlanMoved()
    if (!offer || !isOpen(offer)) throw notOpen(offer)
    const { deliveryId, orderNumber } = offer
    await cancelDelivery(orderId, tx, 'delivery')
    await answerOffer(tx, deliveryId, 'declined')
    const [after] = await readVersions(tx, [deliveryId])
    const declined = { orderId, deliveryId, orderNumber, declinedAt: now.toISOString() }
    await publish(tx, deliveryDeclined, orderId, after!.version, declined)
  })
  return trackOrder(token, now)
}
