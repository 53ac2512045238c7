import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { photoTypes } from '../domain/proof.ts'

/** How a courier can tell that the shopper has the parcel. */
export type Proof = { kind: 'code'; code: string } | { kind: 'photo'; photoId: string } | { kind: 'note'; note: string }

/** Whether it is the code of a locked delivery; a wrong one is counted, and after `tries` of them none is right. */
export const isCodeOf = async (tx: Transaction, deliveryId: string, code: string, tries: number): Promise<boolean> => {
  const right = await tx.maybe(sql`
    select from delivery where id = ${deliveryId} and code = ${code} and code_tries < ${tries}`)
  if (right) return true
  await tx.run(sql`update delivery set code_tries = least(code_tries + 1, ${tries}) where id = ${deliveryId}`)
  return false
}

/** The same without counting, where nobody is told. */
export const matchesCode = async (tx: Transaction, deliveryId: string, code: string): Promise<boolean> =>
  (await tx.maybe(sql`select from delivery where id = ${deliveryId} and code = ${code}`)) !== undefined

/** What it says of the person is not kept once they were taken out of the delivery. */
export const keepProof = (tx: Transaction, deliveryId: string, proof: Proof): Promise<number> =>
  tx.run(sql`
    update delivery
       set proof_kind = ${proof.kind},
           proof_note = case when erased_at is null then ${proof.kind === 'note' ? proof.note : null} end,
           proof_photo = case when erased_at is null then ${proof.kind === 'photo' ? proof.photoId : null}::uuid end
     where id = ${deliveryId}`)

export interface Photo {
  id: string
  deliveryId: string
  sizeBytes: number
}

export interface AnnouncedPhoto {
  id: string
  mediaType: (typeof photoTypes)[number]
  sizeBytes: number
}

/** A photo of a stop that this courier has or had; undefined if it is somebody else's. */
export const insertPhoto = (photo: AnnouncedPhoto, stopId: string, courierId: string): Promise<Photo | undefined> =>
  database.maybe<Photo>(sql`
    insert into proof_photo (id, delivery_id, courier_id, media_type, size_bytes)
    select ${photo.id}, delivery_id, ${courierId}, ${photo.mediaType}, ${photo.sizeBytes}
      from (select delivery_id, route_id from stop where id = ${stopId}
            union all
            select delivery_id, route_id from left_stop where stop_id = ${stopId}) as one
      join route on route.id = route_id
     where courier_id = ${courierId}
     limit 1
    returning id, delivery_id as "deliveryId", size_bytes as "sizeBytes"`)

export const findPhoto = (photoId: string, stopId: string, courierId: string): Promise<Photo | undefined> =>
  database.maybe<Photo>(sql`
    select photo.id, delivery_id as "deliveryId", size_bytes as "sizeBytes"
      from proof_photo as photo
     where photo.id = ${photoId} and photo.courier_id = ${courierId}
       and delivery_id in (select delivery_id from stop where id = ${stopId}
                           union all select delivery_id from left_stop where stop_id = ${stopId})`)

export interface KeptProof {
  kind: Proof['kind'] | null
  note: string | null
  photoId: string | null
  deliveryId: string
  deliveredAt: Date
}

/** How it was told that an order was delivered; undefined if it wasn't. */
export const readProof = (orderId: string): Promise<KeptProof | undefined> =>
  database.maybe<KeptProof>(sql`
    select proof_kind as kind, proof_note as note, proof_photo as "photoId", id as "deliveryId",
           delivered_at as "deliveredAt"
      from delivery where order_id = ${orderId} and status = 'delivered'`)
