import type { z } from '@korob/platform/schema'
import type { duty as dutyView, photoUpload, positionsTaken, proofShown, reportedPositions } from './road-views.ts'

export const positions: z.input<typeof reportedPositions> = {
  points: [
    { at: '2026-11-23T14:50:00.000Z', lat: 57.3701, lon: 41.0921, accuracyM: 8 },
    { at: '2026-11-23T14:50:12.000Z', lat: 57.3696, lon: 41.0934, accuracyM: 11 },
  ],
}

export const taken: z.output<typeof positionsTaken> = {
  kept: 2,
  dropped: { future: 0, offTrip: 0, offMap: 0, imprecise: 0, redundant: 0 },
}

export const duty: z.output<typeof dutyView> = {
  onDuty: true,
  startedAt: '2026-11-23T06:30:00.000Z',
  endedAt: null,
}

export const refusedStepId = '0199d3c5-e4a4-7b22-9e33-6d7c8b9a0f12'

export const orderId = '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85'

export const upload: z.output<typeof photoUpload> = {
  photoId: '0199d3c5-e4a2-7f06-b1d8-94c7a5e63b21',
  upload: {
    method: 'PUT',
    url: 'https://files.example.com/proofs/0199d3c5-e4a2-7f06-b1d8-94c7a5e63b21?X-Amz-Signature=1f',
    headers: { 'content-type': 'image/jpeg' },
    expiresAt: '2026-11-23T15:30:00.000Z',
  },
}

export const proof: z.output<typeof proofShown> = {
  kind: 'note',
  note: 'Отдал соседке из 13-й',
  photo: null,
  deliveredAt: '2026-11-23T15:18:44.512Z',
}
