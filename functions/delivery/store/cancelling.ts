import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

/** The trip that has the order's stop, locked: trips are locked before deliveries, everywhere. */
export const lockRouteOfOrder = async (tx: Transaction, orderId: string): Promise<string | undefined> => {
  const row = await tx.maybe<{ id: string }>(sql`
    select id from route
     where id = (select route_id from stop join delivery on delivery.id = delivery_id where order_id = ${orderId})
       for update`)
  return row?.id
}

export interface DeliveryOfOrder {
  id: string
  status: DeliveryStatus
  /** How often a courier came in vain. */
  failures: number
  /** The change of the order that its content is of. */
  contentChange: string | null
}

export const lockDeliveryOfOrder = (tx: Transaction, orderId: string): Promise<DeliveryOfOrder | undefined> =>
  tx.maybe<DeliveryOfOrder>(sql`
    select id, status, failures, content_change as "contentChange" from delivery where order_id = ${orderId} for update`)

/** Whether an operator said that its parcel is lost. */
export const wasLost = async (tx: Transaction, deliveryId: string): Promise<boolean> =>
  (await tx.run(sql`select from tracking_entry where delivery_id = ${deliveryId} and reason = 'lost' limit 1`)) > 0

/** Whether no time would do. That it can't be planned is known from the start, and stays so. */
export const isUnplannable = async (tx: Transaction, orderId: string): Promise<boolean> =>
  (await tx.run(sql`select from delivery where order_id = ${orderId} and problem is not null`)) > 0

/** The trip of a delivery. Apart from the lock: a statement that waited for one still sees other tables as before. */
export const routeOfDelivery = async (tx: Transaction, deliveryId: string): Promise<string | undefined> =>
  (await tx.maybe<{ routeId: string }>(sql`select route_id as "routeId" from stop where delivery_id = ${deliveryId}`))
    ?.routeId

/** Takes the stop out of its trip; one whose parcel the courier has stays on the list of what comes back. */
export const removeStop = async (tx: Transaction, deliveryId: string, parcelIsOut: boolean): Promise<void> => {
  await tx.run(
    parcelIsOut
      ? sql`update stop set position = null where delivery_id = ${deliveryId}`
      : sql`delete from stop where delivery_id = ${deliveryId}`,
  )
}

/** Whoever planned with the old stops plans again; a trip with nothing left to bring is over. */
export const touchRoute = (tx: Transaction, routeId: string): Promise<number> =>
  tx.run(sql`
    update route
       set plan_version = plan_version + 1,
           status = case when status = 'departed' and not exists (
             select from stop join delivery on delivery.id = delivery_id
              where route_id = route.id and delivery.status not in ('delivered', 'failed', 'cancelled')) then 'finished' else status end
     where id = ${routeId}`)

/**
 * Whoever accepts an order and whoever recalls it take turns, also where neither finds a row of the other's to wait for.
 * Held until the transaction ends.
 */
export const takeTurnForOrder = async (tx: Transaction, orderId: string): Promise<void> => {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`)
}
