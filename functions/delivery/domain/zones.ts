import type { Coordinates, Localized } from '@korob/platform/schema'
import type { FeeRule } from '../contract.ts'
import { insideRing, type Position } from './geometry.ts'

export interface Zone extends FeeRule {
  id: string
  /** Counts an operator's changes. */
  revision: number
  name: Localized
  outline: readonly Position[]
}

/** What of a zone others are told. */
export const ruleOf = ({ feeMinor, freeFromMinor, weightSteps }: FeeRule): FeeRule => ({
  feeMinor,
  freeFromMinor,
  weightSteps,
})

/** The zone of a point: the first whose outline holds it. */
export const zoneOf = <Z extends Pick<Zone, 'outline'>>(point: Coordinates, zones: readonly Z[]): Z | undefined =>
  zones.find(({ outline }) => insideRing(point, outline))
