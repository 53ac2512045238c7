import { database } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'
import type { DeliveryStatus } from '../domain/delivery-states.ts'

/** Instants as PostgreSQL writes them in JSON. */
export interface TrackedDelivery {
  orderNumber: string
  status: DeliveryStatus
  startsAt: string | null
  endsAt: string | null
  eta: string | null
  /** Its window is offered in place of another one, and waits for an answer. */
  offer: { slotId: string; wishedStart: string | null; wishedEnd: string | null } | null
  firstName: string | null
  deliveredAt: string | null
  stopsBefore: number | null
  /** What the shopper tells at the door. */
  code: string
  /** Its door; null: not on the map, or forgotten. */
  destination: Coordinates | null
  /** Where its courier was last, if not too long ago. */
  position: (Coordinates & { at: string }) | null
  history: { status: DeliveryStatus; at: string }[]
}

export interface Tracking {
  /** The link was revoked. */
  isVoid: boolean
  isCalledOff: boolean
  /** Null: its confirmation has not come here yet. */
  tracked: TrackedDelivery | null
}

/** Older than this, a place only misleads. */
const positionShownS = 900

/** All that the bearer of a link sees of an order, in one statement whose plan is kept. */
export const readTracking = (orderId: string, linkMadeAt: Date): Promise<Tracking> =>
  database.one<Tracking>(sql`
    select is_void as "isVoid", is_called_off as "isCalledOff", tracked
      from tracking(${orderId}, ${linkMadeAt}, make_interval(secs => ${positionShownS}))`)
