import { currentContext } from '@korob/platform/context'
import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { FailureReason } from '../contract.ts'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import { maxAttempts, retriedReasons } from '../domain/failures.ts'

export interface Failure {
  reason: FailureReason
  comment?: string
}

/** The courier came in vain with a parcel that is on the road, and says why. Its delivery is locked. */
export const markFailed = (
  tx: Transaction,
  deliveryId: string,
  { reason, comment }: Failure,
  courierId: string,
  at: Date,
): Promise<number> =>
  tx.run(sql`
    with moved as (
      update delivery
         set status = 'failed', version = version + 1, failures = failures + 1, failure_reason = ${reason}, failed_at = ${at}
       where id = ${deliveryId} and status = 'departed'
      returning id, version, status)
    insert into tracking_entry (delivery_id, version, status, at, actor_role, actor_id, correlation_id, reason, comment)
    select id, version, status, ${at}, 'courier', ${courierId}, ${currentContext().correlationId}, ${reason}, ${comment || null}
      from moved`)

export interface ToBringAgain {
  orderId: string
  /** When the courier who came in vain is at the depot. */
  returnsAt: Date
}

/** Failed deliveries that are tried again and whose courier's trip is over; those that failed first, first. */
export const readToBringAgain = (limit: number): Promise<ToBringAgain[]> =>
  database.many<ToBringAgain>(sql`
    select order_id as "orderId", returns_at as "returnsAt"
      from delivery join stop on stop.delivery_id = delivery.id join route on route.id = stop.route_id
     where delivery.status = 'failed' and failures < ${maxAttempts} and failure_reason = any(${retriedReasons}::text[])
       and route.status = 'finished'
     order by failed_at
     limit ${limit}`)

/** Orders whose courier came in vain for the last time and is back; those that failed first, first. */
export const readToGiveUp = (limit: number): Promise<{ orderId: string }[]> =>
  database.many<{ orderId: string }>(sql`
    select order_id as "orderId"
      from delivery join stop on stop.delivery_id = delivery.id join route on route.id = stop.route_id
     where delivery.status = 'failed' and failures >= ${maxAttempts} and failure_reason = any(${retriedReasons}::text[])
       and route.status = 'finished' and returns_at <= now()
     order by failed_at
     limit ${limit}`)

export interface LastFailure {
  deliveryId: string
  orderNumber: string
  version: number
  status: DeliveryStatus
  failures: number
  reason: FailureReason | null
}

/** How a delivery, which is locked, stands with its failures. */
export const readLastFailure = (tx: Transaction, orderId: string): Promise<LastFailure> =>
  tx.one<LastFailure>(sql`
    select id as "deliveryId", order_number as "orderNumber", version, status, failures, failure_reason as reason
      from delivery where order_id = ${orderId}`)

/** The delivery's place from now on, and none in a trip. */
export const moveOutOfTrip = async (tx: Transaction, deliveryId: string, slotId: string): Promise<void> => {
  await tx.run(sql`delete from stop where delivery_id = ${deliveryId}`)
  await tx.run(sql`update delivery set slot_id = ${slotId}, tried_at = null where id = ${deliveryId}`)
}

/** What is left to bring; false if something newer is known. */
export const changeContent = async (
  tx: Transaction,
  deliveryId: string,
  content: { contentVersion: number; changeId?: string; items: unknown; weightGrams: number; totalMinor: number },
): Promise<boolean> =>
  (await tx.run(sql`
    update delivery
       set items = ${JSON.stringify(content.items)}::jsonb, weight_grams = ${content.weightGrams},
           total_minor = ${content.totalMinor}, content_version = ${content.contentVersion},
           content_change = ${content.changeId ?? null}
     where id = ${deliveryId} and content_version < ${content.contentVersion}`)) === 1
