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

/**
 * One courier's work over HTTP, until no trip with open stops is left, or with such stops as are meant. Answers how many
 * stops were delivered.
 */
const drive = async (
  shopper: Shopper,
  token: string,
  isMeant: (stop: Stop) => boolean = () => true,
): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` }
  /** As the courier's page does: what could not be answered is asked again. */
  const ask = async <Body>(method: string, path: string): Promise<Body> => {
    const answer = await eventually(`an answer to ${path}`, async () => {
      const one = await shopper.send<Body>(method, path, { headers })
      return one.status >= 500 ? undefined : one
    })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const step = (path: string) => ask('POST', path)
  let deliveredStops = 0
  for (;;) {
    const body = await ask<Trip>('GET', '/api/courier/route')
    const open = body.route?.stops.filter((stop) => !done.has(stop.status) && isMeant(stop)) ?? []
    if (!body.route || open.length === 0) return deliveredStops
    const [first] = open
    if (body.route.status === 'planned' && first) await step(`/api/courier/stops/${first.id}/handed-over`)
    await step(`/api/courier/routes/${body.route.id}/departed`)
    for (const stop of open) await step(`/api/courier/stops/${stop.id}/delivered`)
    deliveredStops += open.length
  }
}

/** Every courier of the demo fleet drives until nothing is left. */
export const driveAll = async (shop: TestShop, shopper: Shopper, fleetSize = 4): Promise<number> => {
  const tokens = await Promise.all(demoFleet(fleetSize).map(({ id }) => shop.courierToken(id)))
  return total(tokens.map((token) => drive(shopper, token)))
}

/** Whoever of these couriers has the order brings it. Trips set off whole, but nothing else is delivered. */
export const bring = (shopper: Shopper, tokens: readonly string[], orderNumber: string): Promise<number> =>
  total(tokens.map((token) => drive(shopper, token, (stop) => stop.orderNumber === orderNumber)))

const total = async (counts: readonly Promise<number>[]): Promise<number> =>
  (await Promise.all(counts)).reduce((sum, one) => sum + one, 0)
