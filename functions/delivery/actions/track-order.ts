import { Problem } from '@korob/platform/errors'
import type { DeliveryStatus } from '../domain/delivery-states.ts'
import { readTracking } from '../store/tracking.ts'
import { shopTimeZone } from './delivery-events.ts'
import { readLink } from './read-link.ts'

const shown = (status: DeliveryStatus) => (status === 'unassigned' ? 'preparing' : status)
const iso = (instant: string | null) => instant && new Date(instant).toISOString()
const windowOf = (start: string | null, end: string | null) =>
  start && end ? { start: new Date(start).toISOString(), end: new Date(end).toISOString() } : null

/** The order was taken, but its confirmation has not come here yet. */
const notHereYet = (orderId: string, isCalledOff: boolean) => ({
  orderId,
  orderNumber: null,
  status: isCalledOff ? 'cancelled' : 'preparing',
  window: null,
  offer: null,
  eta: null,
  timeZone: shopTimeZone(),
  courier: null,
  stopsBefore: null,
  code: null,
  destination: null,
  position: null,
  deliveredAt: null,
  history: [],
})

/** What the bearer of a tracking link may see. @throws Problem not_found for a link that is forged, revoked or over */
export const trackOrder = async (token: string, now = new Date()) => {
  const { orderId, issuedAt } = await readLink(token, now)
  const { isVoid, isCalledOff, tracked } = await readTracking(orderId, issuedAt)
  if (isVoid) throw new Problem('not_found')
  if (!tracked) return notHereYet(orderId, isCalledOff)
  const { orderNumber, startsAt, endsAt, eta, firstName, stopsBefore, deliveredAt, history } = tracked
  const status = shown(tracked.status)
  const over = status === 'delivered' || status === 'failed' || status === 'cancelled'
  return {
    orderId,
    orderNumber,
    status,
    window: windowOf(startsAt, endsAt),
    offer: tracked.offer && {
      slotId: tracked.offer.slotId,
      wished: windowOf(tracked.offer.wishedStart, tracked.offer.wishedEnd),
    },
    eta: over ? null : iso(eta),
    timeZone: shopTimeZone(),
    courier: firstName && status !== 'cancelled' ? { firstName } : null,
    stopsBefore: over ? null : stopsBefore,
    code: status === 'handed_over' || status === 'departed' ? tracked.code : null,
    destination: over ? null : tracked.destination,
    position: tracked.position && { ...tracked.position, at: new Date(tracked.position.at).toISOString() },
    deliveredAt: iso(deliveredAt),
    history: history.map((entry) => ({ status: shown(entry.status), at: new Date(entry.at).toISOString() })),
  }
}
