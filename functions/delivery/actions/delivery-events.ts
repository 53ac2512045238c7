import { optionalSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { newEvent } from '@korob/platform/events'
import { publish, publishAll } from '@korob/platform/outbox'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import {
  arriving,
  courierAssigned,
  courierChanged,
  delivered,
  deliveryCancelled,
  deliveryFailed,
  departed,
  handedOver,
  rescheduled,
  unassigned,
} from '../contract.ts'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import { isTriedAgain } from '../domain/failures.ts'
import {
  type DeliveryFacts,
  readCancelled,
  readDeliveryFacts,
  readFactsOf,
  readVersions,
} from '../store/delivery-facts.ts'
import { noteNext } from '../store/next-stop.ts'
import { noteToldEtas, type PlanNews } from '../store/reoptimising.ts'

export const shopTimeZone = (): string => optionalSetting('SHOP_TIME_ZONE') ?? 'Europe/Moscow'

// From the delivery's own date, so that every text about it carries the same link, until that is revoked.
const link = async ({ orderId, linksFrom }: DeliveryFacts): Promise<string> =>
  trackingUrl(await signTrackingToken(orderId, new Date(linksFrom.getTime() + trackingLifetimeMs)))

const told = async (facts: DeliveryFacts) => ({
  orderId: facts.orderId,
  deliveryId: facts.deliveryId,
  orderNumber: facts.orderNumber,
  recipient: { name: facts.recipientName, phone: facts.recipientPhone },
  language: facts.language,
  courier: { id: facts.courierId, firstName: facts.firstName },
  window: { start: facts.startsAt.toISOString(), end: facts.endsAt.toISOString() },
  timeZone: shopTimeZone(),
  trackingUrl: await link(facts),
})

/** With the slot, which may be another than at the last news. */
const toldOfPlan = async (facts: DeliveryFacts) => {
  const data = await told(facts)
  const { isOffered } = facts
  return { ...data, eta: facts.eta.toISOString(), slot: { id: facts.slotId, ...data.window }, isOffered }
}

/** Puts the event of a delivery's new status on the outbox; its sequence is the delivery's version. */
export const publishStatus = async (tx: Transaction, deliveryId: string, status: DeliveryStatus): Promise<void> => {
  if (status === 'assigned') return publishPlans(tx, [{ deliveryId, plan: status }])
  const facts = await readDeliveryFacts(tx, deliveryId)
  const { orderId, version } = facts
  const data = await told(facts)
  const eta = facts.eta.toISOString()
  if (status === 'handed_over') await publish(tx, handedOver, orderId, version, data)
  else if (status === 'departed')
    await publish(tx, departed, orderId, version, { ...data, eta, stopsBefore: facts.stopsBefore })
  else if (status === 'delivered' && facts.deliveredAt)
    await publish(tx, delivered, orderId, version, { ...data, deliveredAt: facts.deliveredAt.toISOString() })
  else if (status === 'failed' && facts.failureReason && facts.failedAt)
    await publish(tx, deliveryFailed, orderId, version, {
      ...data,
      reason: facts.failureReason,
      failedAt: facts.failedAt.toISOString(),
      attempt: facts.failures,
      triedAgain: isTriedAgain(facts.failureReason, facts.failures),
    })
  else throw new Error(`no event says that a delivery is ${status}`)
}

/** The shopper has had a parcel all along that was planned anew meanwhile. */
export const publishLateDelivery = async (tx: Transaction, deliveryId: string): Promise<void> => {
  const facts = await readDeliveryFacts(tx, deliveryId)
  if (!facts.deliveredAt) throw new Error('a delivery that was delivered has a time')
  const data = { ...(await told(facts)), deliveredAt: facts.deliveredAt.toISOString(), late: true }
  await publish(tx, delivered, facts.orderId, facts.version, data)
}

/** What another plan means for who waits; `assigned`: that there is a courier now. */
export type Plan = PlanNews | 'assigned'

const newsOf = { rescheduled, courier_changed: courierChanged } as const

/** Puts on the outbox what another plan means for deliveries: that they have a courier, another time, or only another courier. */
export const publishPlans = async (
  tx: Transaction,
  plans: readonly { deliveryId: string; plan: Plan }[],
): Promise<void> => {
  const planOf = new Map(plans.map(({ deliveryId, plan }) => [deliveryId, plan]))
  const facts = await readFactsOf(tx, [...planOf.keys()])
  if (facts.length !== planOf.size) throw new Error('a planned delivery has no courier')
  const events = await Promise.all(
    facts.map(async (one) => {
      const plan = planOf.get(one.deliveryId)!
      const { orderId, version, lat, lon } = one
      const data = await toldOfPlan(one)
      if (plan === 'assigned')
        return {
          definition: courierAssigned,
          event: newEvent(courierAssigned, orderId, version, { ...data, location: { lat, lon } }),
        }
      return { definition: newsOf[plan], event: newEvent(newsOf[plan], orderId, version, data) }
    }),
  )
  await publishAll(tx, events)
  await noteToldEtas(
    tx,
    plans.filter(({ plan }) => plan !== 'courier_changed').map(({ deliveryId }) => deliveryId),
  )
}

/** Puts on the outbox whom the courier of a locked trip visits next, unless it was told already. */
export const publishNext = async (tx: Transaction, routeId: string): Promise<void> => {
  const deliveryId = await noteNext(tx, routeId)
  if (deliveryId === undefined) return
  const facts = await readDeliveryFacts(tx, deliveryId)
  const data = { ...(await told(facts)), eta: facts.eta.toISOString() }
  await publish(tx, arriving, facts.orderId, facts.version, data)
}

/** Puts on the outbox that a delivery was called off. */
export const publishCancelled = async (tx: Transaction, deliveryId: string, parcelReturns: boolean): Promise<void> => {
  const { version, cancelledAt, ...facts } = await readCancelled(tx, deliveryId)
  const data = { ...facts, deliveryId, parcelReturns, cancelledAt: cancelledAt.toISOString() }
  await publish(tx, deliveryCancelled, facts.orderId, version, data)
}

/** Puts on the outbox that deliveries which were told have lost courier and time, and wait for others. */
export const publishUnassigned = (tx: Transaction, deliveryIds: readonly string[]): Promise<void> =>
  publishWaiting(tx, deliveryIds, {})

/** The same of parcels that had left, and are at the depot again though nobody tried to hand them over. */
export const publishParcelsBack = (tx: Transaction, deliveryIds: readonly string[]): Promise<void> =>
  publishWaiting(tx, deliveryIds, { parcelIsBack: true })

const publishWaiting = async (
  tx: Transaction,
  deliveryIds: readonly string[],
  how: { parcelIsBack?: true },
): Promise<void> => {
  const lost = await readVersions(tx, deliveryIds)
  await publishAll(
    tx,
    lost.map(({ deliveryId, orderId, version }) => ({
      definition: unassigned,
      event: newEvent(unassigned, orderId, version, { orderId, deliveryId, ...how }),
    })),
  )
}
