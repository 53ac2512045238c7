import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import type { Failure } from './failures.ts'
import type { KeptProof, Proof } from './proofs.ts'

export interface RefusedStep {
  stopId: string
  deliveryId: string
  status: DeliveryStatus
  courierId: string
  step: string
  why: 'called_off' | 'moved' | 'failed'
  at: Date
  proof?: Proof | undefined
  /** Of a code: whether it is the delivery's. */
  proofFits?: boolean | undefined
  failure?: Failure | undefined
}

/**
 * What a courier says to have done with a parcel that is no longer theirs to bring. Told again, it is known already, but for
 * how they can tell: that may be better now, until it fits or is settled. What it says of the person is not kept once they
 * were taken out of the delivery.
 */
export const noteRefusedStep = (tx: Transaction, step: RefusedStep): Promise<number> =>
  tx.run(sql`
    insert into refused_step (delivery_id, courier_id, stop_id, step, delivery_status, why, happened_at, proof_kind, proof_note,
                              proof_photo, proof_fits, reason, comment)
    select id, ${step.courierId}, ${step.stopId}, ${step.step}, ${step.status}, ${step.why}, ${step.at}::timestamptz,
           ${step.proof?.kind ?? null},
           case when erased_at is null then ${step.proof?.kind === 'note' ? step.proof.note : null} end,
           case when erased_at is null then ${step.proof?.kind === 'photo' ? step.proof.photoId : null}::uuid end,
           ${step.proofFits ?? null}::boolean, ${step.failure?.reason ?? null},
           case when erased_at is null then ${step.failure?.comment ?? null} end
      from delivery where id = ${step.deliveryId}
    on conflict (stop_id, step, courier_id) do update
      set proof_kind = excluded.proof_kind, proof_note = excluded.proof_note, proof_photo = excluded.proof_photo,
          proof_fits = excluded.proof_fits, reason = excluded.reason, comment = excluded.comment
      where refused_step.settled_at is null and refused_step.proof_fits is distinct from true`)

export interface OpenRefusedStep {
  refusedStepId: string
  deliveryId: string
  orderId: string
  orderNumber: string
  courierId: string
  firstName: string
  step: string
  why: RefusedStep['why']
  /** Of the delivery, now. */
  status: DeliveryStatus
  happenedAt: Date
  receivedAt: Date
  proofKind: Proof['kind'] | null
  note: string | null
  photoId: string | null
  proofFits: boolean | null
  reason: Failure['reason'] | null
  comment: string | null
}

/** What couriers say to have done and nobody has sorted out, the latest first. */
export const readOpenRefusedSteps = (db: Database, limit: number): Promise<OpenRefusedStep[]> =>
  db.many<OpenRefusedStep>(sql`
    select refused.id as "refusedStepId", delivery.id as "deliveryId", order_id as "orderId", order_number as "orderNumber",
           courier.id as "courierId", first_name as "firstName", step, why, delivery.status, happened_at as "happenedAt",
           received_at as "receivedAt", refused.proof_kind as "proofKind", refused.proof_note as note,
           refused.proof_photo as "photoId", proof_fits as "proofFits", reason, refused.comment
      from refused_step as refused
      join delivery on delivery.id = delivery_id
      join courier on courier.id = courier_id
     where settled_at is null
     order by received_at desc, refused.id
     limit ${limit}`)

/** Undefined if there is none; `isNew`: nobody had settled it. */
export const settleStep = async (
  tx: Transaction,
  id: string,
  operatorId: string,
): Promise<{ deliveryId: string; isNew: boolean } | undefined> => {
  const settled = await tx.maybe<{ deliveryId: string }>(sql`
    update refused_step set settled_at = now(), settled_by = ${operatorId} where id = ${id} and settled_at is null
    returning delivery_id as "deliveryId"`)
  if (settled) return { ...settled, isNew: true }
  const known = await tx.maybe<{ deliveryId: string }>(sql`
    select delivery_id as "deliveryId" from refused_step where id = ${id}`)
  return known && { ...known, isNew: false }
}

/** Undefined if there is none, or it says nothing of a delivery. */
export const readRefusedProof = (id: string): Promise<KeptProof | undefined> =>
  database.maybe<KeptProof>(sql`
    select proof_kind as kind, proof_note as note, proof_photo as "photoId", delivery_id as "deliveryId",
           happened_at as "deliveredAt"
      from refused_step where id = ${id} and step = 'deliver'`)
