import { optionalSetting } from '@korob/platform/config'
import type { Transaction } from '@korob/platform/database'
import { publish } from '@korob/platform/outbox'
import { signTrackingToken, trackingLifetimeMs, trackingUrl } from '@korob/platform/tracking-token'
import {
  courierAssigned,
  courierChanged,
  delivered,
  deliveryFailed,
  departed,
  handedOver,
  rescheduled,
  unassigned,
} from '../contract.ts'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import { isTriedAgain } from '../domain/failures.ts'
import { type DeliveryFacts, readDeliveryFacts, readVersion } from '../store/delivery-facts.ts'
import { noteToldEta, type PlanNews } from '../store/reoptimising.ts'

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

/** Puts the event of a delivery's new status on the outbox; its sequence is the delivery's version. */
export const publishStatus = async (tx: Transaction, deliveryId: string, status: DeliveryStatus): Promise<void> => {
  const facts = await readDeliveryFacts(tx, deliveryId)
  const { orderId, version, lat, lon } = facts
  const data = await told(facts)
  const eta = facts.eta.toISOString()
  if (status === 'assigned') {
    await publish(tx, courierAssigned, orderId, version, {
      ...data,
      eta,
      location: { lat, lon },
      slot: { id: facts.slotId, ...data.window },
    })
    await noteToldEta(tx, deliveryId)
  } else if (status === 'handed_over') await publish(tx, handedOver, orderId, version, data)
  else if (status === 'departed') await publish(tx, departed, orderId, version, { ...data, eta })
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

/** Puts on the outbox that an assigned delivery comes at another time, or only with another courier. */
export const publishNewPlan = async (tx: Transaction, deliveryId: string, news: PlanNews): Promise<void> => {
  const facts = await readDeliveryFacts(tx, deliveryId)
  const common = await told(facts)
  const data = { ...common, eta: facts.eta.toISOString(), slot: { id: facts.slotId, ...common.window } }
  await publish(tx, news === 'rescheduled' ? rescheduled : courierChanged, facts.orderId, facts.version, data)
  if (news === 'rescheduled') await noteToldEta(tx, deliveryId)
}

/** Puts on the outbox that a delivery which was told has lost courier and time, and waits for others. */
export const publishUnassigned = async (tx: Transaction, orderId: string, deliveryId: string): Promise<void> =>
  publish(tx, unassigned, orderId, await readVersion(tx, deliveryId), { orderId, deliveryId })
