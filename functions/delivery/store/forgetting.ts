import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export const voidLinks = (tx: Transaction, orderId: string, revokedAt: string): Promise<number> =>
  tx.run(sql`
    insert into revoked_links as known (order_id, revoked_at) values (${orderId}, ${revokedAt})
    on conflict (order_id) do update set revoked_at = greatest(known.revoked_at, excluded.revoked_at)`)

export const isVoid = async (orderId: string, issuedAt: Date): Promise<boolean> =>
  (await database.maybe(sql`select from revoked_links where order_id = ${orderId} and revoked_at >= ${issuedAt}`)) !==
  undefined

export const lockDelivery = (tx: Transaction, orderId: string): Promise<{ status: DeliveryStatus } | undefined> =>
  tx.maybe<{ status: DeliveryStatus }>(sql`select status from delivery where order_id = ${orderId} for update`)

// A hundredth of a degree is a kilometre: enough to plan depots by, and nobody's door.
export const anonymiseDelivery = async (tx: Transaction, orderId: string): Promise<void> => {
  await tx.run(sql`
    update delivery
       set recipient_name = '—', recipient_phone = '+70000000000', comment = null, erased_at = now(),
           proof_note = null, proof_photo = null,
           address = jsonb_build_object('city', address -> 'city', 'street', '—', 'house', '—'),
           lat = round(lat::numeric, 2), lon = round(lon::numeric, 2)
     where order_id = ${orderId} and erased_at is null`)
  // Where the door was found while the order waited for its place.
  await tx.run(sql`
    update hold set lat = null, lon = null where order_id = ${orderId} and state <> 'held' and lat is not null`)
  // The pictures themselves end in the bucket with their time; without their ids nobody finds them there.
  await tx.run(sql`delete from proof_photo where delivery_id = (select id from delivery where order_id = ${orderId})`)
  await tx.run(sql`
    update refused_step set proof_note = null, proof_photo = null, comment = null
     where delivery_id = (select id from delivery where order_id = ${orderId})`)
  // What a courier wrote of a door that stayed shut.
  await tx.run(sql`
    update tracking_entry set comment = null
     where comment is not null and delivery_id = (select id from delivery where order_id = ${orderId})`)
}
