import type { Coordinates, Localized } from '@korob/platform/schema'
import type { FeeRule } from '../contract.ts'
import { insideRing, type Position } from './geometry.ts'

export interface Zone extends FeeRule {
  id: string
  name: Localized
  outline: readonly Position[]
}

/** The zone of a point: the first whose outline holds it. */
export const zoneOf = (point: Coordinates, zones: readonly Zone[]): Zone | undefined =>
  zones.find(({ outline }) => insideRing(point, outline))
