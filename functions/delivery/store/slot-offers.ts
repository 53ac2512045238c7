import type { Database, Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

export type OfferAnswer = 'accepted' | 'changed' | 'declined'

/** The delivery comes in its slot, which is not the one that was asked for. A later offer takes the place of an earlier one. */
export const makeOffer = (tx: Transaction, deliveryId: string, wishedSlotId: string | null): Promise<number> =>
  tx.run(sql`
    insert into slot_offer (delivery_id, wished_slot_id)
    values (${deliveryId}, (select id from slot where id = ${wishedSlotId}))
    on conflict (delivery_id) do update
       set made_at = now(), answered_at = null, answer = null,
           -- What was asked for first stays so until the shopper has chosen otherwise.
           wished_slot_id = case when slot_offer.answer is null then slot_offer.wished_slot_id
                                 else excluded.wished_slot_id end`)

export interface SlotOffer {
  deliveryId: string
  orderNumber: string
  status: DeliveryStatus
  slotId: string
  location: Coordinates
  weightGrams: number
  answer: OfferAnswer | null
  /** Its slot has begun. */
  isOver: boolean
}

/** What was offered for an order last. */
export const readOffer = (db: Database, orderId: string): Promise<SlotOffer | undefined> =>
  db.maybe<SlotOffer>(sql`
    select delivery.id as "deliveryId", order_number as "orderNumber", status, slot_id as "slotId",
           json_build_object('lat', lat, 'lon', lon) as location, weight_grams as "weightGrams", answer,
           starts_at <= now() as "isOver"
      from slot_offer join delivery on delivery.id = delivery_id join slot on slot.id = slot_id
     where order_id = ${orderId}`)

/** False if there is none that waits for an answer. */
export const answerOffer = async (tx: Transaction, deliveryId: string, answer: OfferAnswer): Promise<boolean> =>
  (await tx.run(sql`
    update slot_offer set answer = ${answer}, answered_at = now()
     where delivery_id = ${deliveryId} and answer is null`)) === 1
