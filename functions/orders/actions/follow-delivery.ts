import type { Transaction } from '@korob/platform/database'
import type { EventOf } from '@korob/platform/events'
import { issuedAtOf } from '@korob/platform/tracking-token'
import type { delivered, deliveryFailed, unassigned } from '../../delivery/contract.ts'
import type { OrderStatus } from '../contract.ts'
import { sourcesOf } from '../domain/transitions.ts'
import { type Author, type Move, moveOrder, noteDelivery } from '../store/move-order.ts'
import { keepLink } from '../store/order-links.ts'
import type { DeliveryFacts, DeliverySlot } from '../store/order-row.ts'
import { advance } from './advance.ts'

interface DeliveryNews extends DeliveryFacts {
  orderId: string
  slot?: DeliverySlot | undefined
  /** The text that tells it has this link. */
  trackingUrl?: string | undefined
}

/** What a state of its delivery means for an order besides its own. */
const means: Partial<Record<OrderStatus, Pick<Move, 'goodsOut' | 'pays'>>> = {
  out_for_delivery: { goodsOut: true },
  // Payment is at the door: whoever has the parcel has paid for it.
  delivered: { goodsOut: true, pays: true },
}

/** Delivery tells of these when a courier says so. */
const saidByCourier: ReadonlySet<OrderStatus> = new Set(['out_for_delivery', 'delivered', 'delivery_failed'])

/** The order goes where its delivery went. News that leaves its state as it is may still bring another courier, slot or ETA. */
const follow = async (
  tx: Transaction,
  to: OrderStatus,
  news: DeliveryNews,
  details?: Move['details'],
): Promise<void> => {
  const { orderId, courier, window, eta, deliveredAt, failure, isBack = false, slot } = news
  const delivery = { courier, window, eta, deliveredAt, failure, isBack }
  const by: Author =
    courier && saidByCourier.has(to) ? { actor: 'courier', actorId: courier.id } : { actor: 'delivery' }
  const result = await advance(tx, { orderId, to, by, delivery, slot, ...means[to], ...(details && { details }) })
  if ('stays' in result && result.stays === to) await noteDelivery(tx, orderId, delivery, slot)
  const linkOf = news.trackingUrl === undefined ? undefined : issuedAtOf(news.trackingUrl)
  if (linkOf) await keepLink(tx, orderId, linkOf, 'text')
}

/** A subscription's effect: the order becomes `to`. */
export const followTo =
  (to: OrderStatus) =>
  async ({ data }: { data: DeliveryNews }, tx: Transaction): Promise<undefined> => {
    await follow(tx, to, data)
  }

/** The courier came in vain. */
export const followFailure = async ({ data }: EventOf<typeof deliveryFailed>, tx: Transaction): Promise<undefined> => {
  const { orderId, courier, window, reason, failedAt, attempt, triedAgain, trackingUrl } = data
  const failure = { reason, at: failedAt, attempt, triedAgain }
  await follow(
    tx,
    'delivery_failed',
    { orderId, courier, window, failure, trackingUrl },
    { reason, attempt, triedAgain },
  )
}

/** A parcel that had left is back without an attempt, since the courier's trip was ended for them: it is planned anew. */
export const followUnassigned = async ({ data }: EventOf<typeof unassigned>, tx: Transaction): Promise<undefined> => {
  const news = { orderId: data.orderId, failure: null, isBack: true }
  if (data.parcelIsBack) await follow(tx, 'delivery_failed', news, { why: 'trip_ended' })
}

/** The shopper has it. What the courier told too late never stopped: the order takes the steps that it seemed not to. */
export const followDelivered = async ({ data }: EventOf<typeof delivered>, tx: Transaction): Promise<undefined> => {
  if (data.late)
    for (const to of ['scheduled', 'out_for_delivery'] as const)
      await moveOrder(tx, { orderId: data.orderId, from: sourcesOf(to), to, by: { actor: 'delivery' } })
  await follow(tx, 'delivered', data)
}
