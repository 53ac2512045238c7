import type { FailureReason } from '../api/answers.ts'

/** How the courier can tell that the shopper has the parcel. A photo is kept beside, under the deed's id. */
export type ProofGiven = { kind: 'code'; code: string } | { kind: 'note'; note: string } | { kind: 'photo' }

type Step =
  /** `orders`: whose parcels the courier set off with, as the page showed them. */
  | { kind: 'depart'; routeId: string; planVersion?: number; orders?: readonly string[] }
  | { kind: 'handed-over'; stopId: string }
  | { kind: 'delivered'; stopId: string; proof: ProofGiven }
  | { kind: 'failed'; stopId: string; reason: FailureReason; comment: string }
  | { kind: 'duty'; onDuty: boolean }

export interface Refusal {
  /** Of the shop's errors; empty: something in between refused. */
  code: string
  /** Where the delivery is by now, if that is why. */
  deliveryStatus: string
  /** Of a departure: the trip was planned anew, and this is its plan by now. */
  planVersion?: number
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

/** Whether a departure was refused since the trip had been planned anew: the courier may set off with it as it is now. */
export const isOutdatedDeparture = ({ kind, refusal }: Deed): boolean =>
  kind === 'depart' && refusal?.planVersion !== undefined

/** Whether a deed has to wait until its departure is settled: the shop would refuse what was done at a door before it. */
export const isHeld = (deed: Deed, deeds: readonly Deed[]): boolean =>
  (deed.kind === 'delivered' || deed.kind === 'failed') &&
  deeds.some((other) => other.courierId === deed.courierId && isOutdatedDeparture(other))

/** Whether it may be taken if it is told once more, just as it is. */
export const mayBeRepeated = ({ kind, refusal }: Deed): boolean => {
  if (refusal === undefined) return false
  if (kind === 'depart') return refusal.planVersion !== undefined
  if (refusal.code === 'wrong_state')
    return ['unassigned', 'assigned', 'handed_over', ''].includes(refusal.deliveryStatus)
  return !['wrong_code', 'not_found', 'stop_moved'].includes(refusal.code)
}

const kinds = ['depart', 'handed-over', 'delivered', 'failed', 'duty']

const isDeed = (found: unknown): found is Deed => {
  const { id, courierId, happenedAt, about, kind } = (found ?? {}) as Record<string, unknown>
  return [id, courierId, happenedAt, about].every((part) => typeof part === 'string') && kinds.includes(String(kind))
}

export const acceptDeeds = (found: unknown): readonly Deed[] => (Array.isArray(found) ? found.filter(isDeed) : [])
