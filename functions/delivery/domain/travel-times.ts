import type { Coordinates } from '@korob/platform/schema'
import { distanceM } from './geometry.ts'

/** How long a courier drives from one point to another, seconds. A port: Amazon Location's matrix can stand here. */
export type TravelTimes = (from: Coordinates, to: Coordinates) => number

/** Great-circle distance made longer by streets, at one speed. Keeps the triangle inequality. */
export const roadEstimate =
  ({ roadFactor, speedKmh }: { roadFactor: number; speedKmh: number }): TravelTimes =>
  (from, to) =>
    (distanceM(from, to) * roadFactor * 3.6) / speedKmh

/** 1.3 is the usual ratio of road to straight line in towns; 25 km/h includes lights and looking for the door. */
export const cityTravelTimes = roadEstimate({ roadFactor: 1.3, speedKmh: 25 })
