import { instant, line, paragraph, uuid, z } from '@korob/platform/schema'
import { failureReason } from './contract.ts'
import { photoMaxBytes, photoTypes } from './domain/proof.ts'

/** What the endpoints for couriers on the road take and answer. */

// Any number is taken: what is no place on Earth is counted as dropped, so that one bad fix doesn't lose the others.
const reportedPosition = z
  .object({
    at: instant.describe('When the device was there, by its own clock'),
    lat: z.number(),
    lon: z.number(),
    accuracyM: z.number().min(0).optional().describe('What the device believes its error to be, metres'),
  })
  .meta({ id: 'ReportedPosition', description: 'WGS 84, degrees' })

export const courierName = z.object({ id: uuid, firstName: z.string() }).meta({ id: 'CourierName' })

const sentAt = instant
  .optional()
  .describe(
    'What the device’s clock says as this is sent. If that is off by more than five seconds, and by less than a day, the times in it are corrected by as much.',
  )

export const reportedPositions = z
  .object({ points: z.array(reportedPosition).min(1).max(200), sentAt })
  .meta({ id: 'ReportedPositions' })

const count = z.int().min(0)

export const positionsTaken = z
  .object({
    kept: count,
    dropped: z.object({
      future: count.describe('More than a minute ahead of us'),
      offTrip: count.describe('From before the trip under way, or there is none'),
      offMap: count.describe('Far from everywhere we deliver'),
      imprecise: count.describe('Off by more than 500 m'),
      redundant: count.describe('Too close to the one before, in place or time, or late'),
    }),
  })
  .meta({ id: 'PositionsTaken' })

const happenedAt = instant
  .optional()
  .describe(
    'When it was done, by the courier’s clock, if it is told later. No later than now and no earlier than what it follows on.',
  )

/** A step may be told long after it was done. */
export const stepTaken = z.object({ happenedAt, sentAt }).optional().meta({ id: 'StepTaken' })

export const departureTaken = z
  .object({ happenedAt, sentAt, planVersion: z.int().min(0).optional().describe('From readCourierRoute') })
  .optional()
  .meta({ id: 'DepartureTaken' })

export const failedStop = z
  .object({ reason: failureReason, comment: paragraph(300).optional(), happenedAt, sentAt })
  .meta({ id: 'FailedStop' })

export const deliveryProof = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('code'),
      code: z
        .string()
        .regex(/^\d{4}$/)
        .describe('From the shopper, who sees it on the tracking page'),
    }),
    z.object({ kind: z.literal('photo'), photoId: uuid.describe('From announcePhoto, sent since') }),
    z.object({ kind: z.literal('note'), note: line(300) }),
  ])
  .meta({ id: 'DeliveryProof', description: 'How the courier can tell that the shopper has the parcel' })

export const deliveredStop = z.object({ proof: deliveryProof, happenedAt, sentAt }).meta({ id: 'DeliveredStop' })

export const announcedPhoto = z
  .object({ mediaType: z.enum(photoTypes), sizeBytes: z.int().min(1).max(photoMaxBytes) })
  .meta({ id: 'AnnouncedPhoto' })

export const photoUpload = z
  .object({
    photoId: uuid,
    upload: z.object({
      method: z.literal('PUT'),
      url: z.url(),
      headers: z.record(z.string(), z.string()).describe('To be sent along'),
      expiresAt: instant,
    }),
  })
  .meta({ id: 'PhotoUpload' })

export const dutyChange = z.object({ onDuty: z.boolean(), happenedAt, sentAt }).meta({ id: 'DutyChange' })

export const duty = z
  .object({ onDuty: z.boolean(), startedAt: instant.nullable(), endedAt: instant.nullable() })
  .meta({ id: 'Duty', description: 'When the courier began work last, and ended it' })

export const proofShown = z
  .object({
    kind: z.enum(['code', 'photo', 'note']).nullable().describe('Null: delivered before proofs were asked for'),
    note: z.string().nullable(),
    photo: z.object({ url: z.url(), expiresAt: instant }).nullable(),
    deliveredAt: instant,
  })
  .meta({ id: 'ShownProof' })
