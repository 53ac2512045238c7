import type { Api } from '../api/api.ts'
import { NoAnswer } from '../api/problem.ts'
import type { Deed } from './deed.ts'
import { findPhoto, forgetPhoto } from './photo-store.ts'

const uploadTimeoutMs = 60_000

const uploadPhoto = async (api: Api, token: string, stopId: string, photo: Blob): Promise<string> => {
  const { photoId, upload } = await api.announcePhoto(token, stopId, { mediaType: 'image/jpeg', sizeBytes: photo.size })
  const { method, url, headers } = upload
  const signal = AbortSignal.timeout(uploadTimeoutMs)
  const sent = await fetch(url, { method, headers, body: photo, signal }).catch((cause: unknown) => {
    throw new NoAnswer('unreachable', cause)
  })
  if (!sent.ok) throw new NoAnswer('garbled', `the bucket answered ${sent.status}`)
  return photoId
}

const proofFor = async (api: Api, token: string, deed: Extract<Deed, { kind: 'delivered' }>) => {
  if (deed.proof.kind !== 'photo') return deed.proof
  const photo = await findPhoto(deed.id)
  // The browser has thrown it away: that it was taken is still worth telling.
  if (!photo) return { kind: 'note' as const, note: 'Фото утрачено телефоном · The phone has lost the photo' }
  return { kind: 'photo' as const, photoId: await uploadPhoto(api, token, deed.stopId, photo) }
}

/** Tells the shop what the courier did, and when. @throws ApiProblem, NoAnswer */
export const sendDeed = async (api: Api, token: string, deed: Deed): Promise<void> => {
  const { happenedAt } = deed
  if (deed.kind === 'duty') await api.changeDuty(token, { onDuty: deed.onDuty, happenedAt })
  else if (deed.kind === 'depart') {
    const { planVersion } = deed
    await api.depart(token, deed.routeId, { happenedAt, ...(planVersion === undefined ? {} : { planVersion }) })
  } else if (deed.kind === 'handed-over') await api.handOver(token, deed.stopId, { happenedAt })
  else if (deed.kind === 'failed') {
    const { reason, comment } = deed
    await api.failStop(token, deed.stopId, { reason, happenedAt, ...(comment === '' ? {} : { comment }) })
  } else {
    await api.deliver(token, deed.stopId, { proof: await proofFor(api, token, deed), happenedAt })
    if (deed.proof.kind === 'photo') await forgetPhoto(deed.id)
  }
}
