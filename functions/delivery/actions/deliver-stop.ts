import type { Transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { sizeOfFile } from '@korob/platform/files'
import type { Actor } from '@korob/platform/tokens'
import { codeTries } from '../domain/proof.ts'
import { changeStatus } from '../store/deliveries.ts'
import { findPhoto, isCodeOf, keepProof, matchesCode, type Proof } from '../store/proofs.ts'
import { courierIdOf } from './courier-id.ts'
import { publishStatus } from './delivery-events.ts'
import { deliverLate, mayHaveDelivered } from './left-stop.ts'
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

type Outcome = 'wrong code' | { deliveredAt: Date | null }

/**
 * The shopper has the parcel, and that is how the courier can tell. Again, with whatever proof, it changes nothing. Told
 * after the parcel was planned anew, it counts as long as that can be.
 * @throws Problem not_found for another courier's stop, stop_moved, wrong_state, wrong_code, not_uploaded, invalid_request
 */
export const deliverStop = async (actor: Actor, stopId: string, { proof, ...time }: StepTime & { proof: Proof }) => {
  await requirePhoto(actor, stopId, proof)
  // The count of wrong ones has to be committed.
  const fits = async (tx: Transaction, deliveryId: string): Promise<boolean> =>
    proof.kind !== 'code' || (await isCodeOf(tx, deliveryId, proof.code, codeTries))
  const outcome = await onStop<Outcome>(actor, stopId, {
    what: 'deliver',
    time,
    work: async (tx, { route, stop, courierId, at }) => {
      if (stop.status === 'delivered') return { deliveredAt: stop.deliveredAt }
      if (!(await fits(tx, stop.deliveryId))) return 'wrong code'
      const by = { role: 'courier', id: courierId } as const
      if (!(await changeStatus(tx, stop.deliveryId, stop.status, 'delivered', by, at)))
        throw new Error('a locked delivery changed')
      await keepProof(tx, stop.deliveryId, proof)
      await publishStatus(tx, stop.deliveryId, 'delivered')
      await leaveDoor(tx, courierId, route, stop, at)
      return { deliveredAt: at }
    },
    afterwards: async (tx, then) => {
      if (!mayHaveDelivered(then)) return undefined
      if (!(await fits(tx, then.left.deliveryId))) return 'wrong code'
      await deliverLate(tx, then, proof)
      return { deliveredAt: then.at }
    },
    said: async (tx, deliveryId) => ({
      proof,
      ...(proof.kind === 'code' && { proofFits: await matchesCode(tx, deliveryId, proof.code) }),
    }),
  })
  if (outcome === 'wrong code')
    throw new Problem('wrong_code', { errors: [{ field: 'proof.code', message: 'is not what the shopper was told' }] })
  return { stopId, status: 'delivered' as const, deliveredAt: outcome.deliveredAt?.toISOString() ?? null }
}
