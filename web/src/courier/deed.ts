import type { FailureReason } from '../api/answers.ts'

/** How the courier can tell that the shopper has the parcel. A photo is kept beside, under the deed's id. */
export type ProofGiven = { kind: 'code'; code: string } | { kind: 'note'; note: string } | { kind: 'photo' }

type Step =
  | { kind: 'depart'; routeId: string; planVersion?: number }
  | { kind: 'handed-over'; stopId: string }
  | { kind: 'delivered'; stopId: string; proof: ProofGiven }
  | { kind: 'failed'; stopId: string; reason: FailureReason; comment: string }
  | { kind: 'duty'; onDuty: boolean }

export interface Refusal {
  /** Of the shop's errors; empty: something in between refused. */
  code: string
  /** Where the delivery is by now, if that is why. */
  deliveryStatus: string
}

/** Something that the courier did, until the shop knows it. */
export type Deed = Step & {
  id: string
  courierId: string
  /** By this phone's clock. */
  happenedAt: string
  /** The order's number, for telling the courier what became of it. */
  about: string
  /** The shop said no: the courier has to see that. */
  refusal?: Refusal
}

export type NewDeed = Step & { about: string }

const kinds = ['depart', 'handed-over', 'delivered', 'failed', 'duty']

const isDeed = (found: unknown): found is Deed => {
  const { id, courierId, happenedAt, about, kind } = (found ?? {}) as Record<string, unknown>
  return [id, courierId, happenedAt, about].every((part) => typeof part === 'string') && kinds.includes(String(kind))
}

export const acceptDeeds = (found: unknown): readonly Deed[] => (Array.isArray(found) ? found.filter(isDeed) : [])
