import { demoFleet } from '../../functions/delivery/demo/fleet.ts'
import { eventually } from './eventually.ts'
import type { Shopper } from './shopper.ts'
import type { TestShop } from './test-shop.ts'

interface Stop {
  id: string
  status: string
  orderNumber: string
}

interface Trip {
  route: { id: string; status: string; stops: Stop[] } | null
}

const done = new Set(['delivered', 'cancelled'])

const openStops = ({ route }: Trip): Stop[] => route?.stops.filter(({ status }) => !done.has(status)) ?? []

/** What one courier's page does, over HTTP. */
const courierAt = (shopper: Shopper, token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  /** As the page does: what could not be answered is asked again. */
  const ask = async <Body>(method: string, path: string, body?: object): Promise<Body> => {
    const answer = await eventually(`an answer to ${path}`, async () => {
      const one = await shopper.send<Body>(method, path, { headers, ...(body && { body }) })
      return one.status >= 500 ? undefined : one
    })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const step = (path: string, body?: object) => ask('POST', path, body)

  return {
    currentTrip: () => ask<Trip>('GET', '/api/courier/route'),
    /** Sets off, unless the trip is under way, and delivers all that is left, in order. */
    finish: async (trip: Trip): Promise<Stop[]> => {
      const open = openStops(trip)
      const [first] = open
      if (!trip.route || !first) return []
      if (trip.route.status === 'planned') await step(`/api/courier/stops/${first.id}/handed-over`)
      await step(`/api/courier/routes/${trip.route.id}/departed`)
      for (const stop of open)
        await step(`/api/courier/stops/${stop.id}/delivered`, { proof: { kind: 'note', note: 'Отдал лично' } })
      return open
    },
  }
}

/** One courier's work until no trip with open stops is left. Answers how many stops were delivered. */
const drive = async (shopper: Shopper, token: string): Promise<number> => {
  const courier = courierAt(shopper, token)
  let deliveredStops = 0
  for (;;) {
    const delivered = await courier.finish(await courier.currentTrip())
    if (delivered.length === 0) return deliveredStops
    deliveredStops += delivered.length
  }
}

/** Every courier of the demo fleet drives until nothing is left. */
export const driveAll = async (shop: TestShop, shopper: Shopper, fleetSize = 4): Promise<number> => {
  const tokens = await Promise.all(demoFleet(fleetSize).map(({ id }) => shop.courierToken(id)))
  const counts = await Promise.all(tokens.map((token) => drive(shopper, token)))
  return counts.reduce((sum, one) => sum + one, 0)
}

/**
 * Whoever of these couriers has the order brings it; answers how many of its stops that were. A trip is brought to its
 * end, strangers' parcels with it, and so are trips that come before: a courier is shown no other until then, and the
 * next tests would find a fleet that is under way for ever.
 */
export const bring = async (shopper: Shopper, tokens: readonly string[], orderNumber: string): Promise<number> => {
  const isMeant = (stop: Stop) => stop.orderNumber === orderNumber
  const couriers = tokens.map((token) => courierAt(shopper, token))
  for (;;) {
    const trips = await Promise.all(couriers.map(async (courier) => ({ courier, trip: await courier.currentTrip() })))
    const busy = trips.filter(({ trip }) => openStops(trip).length > 0)
    const holders = busy.filter(({ trip }) => openStops(trip).some(isMeant))
    const driven = await Promise.all(
      (holders.length > 0 ? holders : busy).map(({ courier, trip }) => courier.finish(trip)),
    )
    if (holders.length > 0 || busy.length === 0) return driven.flat().filter(isMeant).length
  }
}
