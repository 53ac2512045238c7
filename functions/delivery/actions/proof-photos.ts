import { Problem } from '@korob/platform/errors'
import { downloadAddress, uploadAddress } from '@korob/platform/files'
import { newId } from '@korob/platform/ids'
import type { Actor } from '@korob/platform/tokens'
import { type AnnouncedPhoto, insertPhoto, type KeptProof, type Photo, readProof } from '../store/proofs.ts'
import { readRefusedProof } from '../store/refused-steps.ts'
import { courierIdOf } from './courier-id.ts'

/** Where it is in the bucket. */
export const keyOfPhoto = ({ id, deliveryId }: Pick<Photo, 'id' | 'deliveryId'>): string => `proofs/${deliveryId}/${id}`

const addressSeconds = 900

/**
 * An address to which the courier's phone sends a photo of just this size and type.
 * @throws Problem not_found for another courier's stop
 */
export const announcePhoto = async (actor: Actor, stopId: string, wanted: Omit<AnnouncedPhoto, 'id'>) => {
  const courierId = courierIdOf(actor)
  const photo = await insertPhoto({ ...wanted, id: newId() }, stopId, courierId)
  if (!photo) throw new Problem('not_found')
  const url = await uploadAddress(keyOfPhoto(photo), photo.sizeBytes, addressSeconds, wanted.mediaType)
  return {
    photoId: photo.id,
    upload: {
      method: 'PUT' as const,
      url,
      headers: { 'content-type': wanted.mediaType },
      expiresAt: new Date(Date.now() + addressSeconds * 1000).toISOString(),
    },
  }
}

const shown = async (proof: KeptProof | undefined, fileName: string) => {
  if (!proof) throw new Problem('not_found')
  const { kind, note, photoId, deliveryId, deliveredAt } = proof
  return {
    kind,
    note,
    deliveredAt: deliveredAt.toISOString(),
    photo: photoId && {
      url: await downloadAddress(keyOfPhoto({ id: photoId, deliveryId }), fileName, addressSeconds),
      expiresAt: new Date(Date.now() + addressSeconds * 1000).toISOString(),
    },
  }
}

/** How it was told that an order was delivered. @throws Problem not_found */
export const showProof = async (orderId: string) => shown(await readProof(orderId), `proof-${orderId}`)

/** How a courier can tell of a delivery that was not taken. @throws Problem not_found */
export const showRefusedProof = async (refusedStepId: string) =>
  shown(await readRefusedProof(refusedStepId), `refused-${refusedStepId}`)
