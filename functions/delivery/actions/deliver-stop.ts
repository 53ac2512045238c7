import { Problem } from '@korob/platform/errors'
import { sizeOfFile } from '@korob/platform/files'
import type { Actor } from '@korob/platform/tokens'
import { codeTries } from '../domain/proof.ts'
import { changeStatus } from '../store/deliveries.ts'
import { findPhoto, isCodeOf, keepProof, type Proof } from '../store/proofs.ts'
import { courierIdOf } from './courier-id.ts'
import { publishStatus } from './delivery-events.ts'
import { leaveDoor, onStop, type StepTime } from './on-stop.ts'
import { keyOfPhoto } from './proof-photos.ts'

/** Before anything is locked: the bucket may be slow. */
const requirePhoto = async (actor: Actor, stopId: string, proof: Proof): Promise<void> => {
  if (proof.kind !== 'photo') return
  const photo = await findPhoto(proof.photoId, stopId, courierIdOf(actor))
  if (!photo)
    throw new Problem('invalid_request', {
      errors: [{ field: 'proof.photoId', message: 'is no photo of this stop' }],
    })
  if ((await sizeOfFile(keyOfPhoto(photo))) !== photo.sizeBytes) throw new Problem('not_uploaded')
}

/**
 * The shopper has the parcel, and that is how the courier can tell. Again, with whatever proof, it changes nothing.
 * @throws Problem not_found for another courier's stop, wrong_state, wrong_code, not_uploaded, invalid_request
 */
export const deliverStop = async (
  actor: Actor,
  stopId: string,
  { proof, happenedAt: claimed }: StepTime & { proof: Proof },
) => {
  await requirePhoto(actor, stopId, proof)
  const outcome = await onStop(actor, stopId, 'deliver', claimed, async (tx, { route, stop, courierId, at }) => {
    if (stop.status === 'delivered') return { deliveredAt: stop.deliveredAt }
    // The count of wrong ones has to be committed.
    if (proof.kind === 'code' && !(await isCodeOf(tx, stop.deliveryId, proof.code, codeTries))) return 'wrong code'
    const by = { role: 'courier', id: courierId } as const
    if (!(await changeStatus(tx, stop.deliveryId, stop.status, 'delivered', by, at)))
      throw new Error('a locked delivery changed')
    await keepProof(tx, stop.deliveryId, proof)
    await publishStatus(tx, stop.deliveryId, 'delivered')
    await leaveDoor(tx, route, stop, at)
    return { deliveredAt: at }
  })
  if (outcome === 'wrong code')
    throw new Problem('wrong_code', { errors: [{ field: 'proof.code', message: 'is not what the shopper was told' }] })
  return { stopId, status: 'delivered' as const, deliveredAt: outcome.deliveredAt?.toISOString() ?? null }
}
