import { demoFleet } from '../../functions/delivery/demo/fleet.ts'
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

/** One courier's work over HTTP, until no trip with open stops is left. Answers how many stops were delivered. */
const drive = async (shop: TestShop, shopper: Shopper, courierId: string): Promise<number> => {
  const headers = { authorization: `Bearer ${await shop.courierToken(courierId)}` }
  const step = async (path: string) => {
    const answer = await shopper.send('POST', path, { headers })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  let deliveredStops = 0
  for (;;) {
    const { status, body } = await shopper.send<Trip>('GET', '/api/courier/route', { headers })
    if (status !== 200) throw new Error(`no route: ${status} ${JSON.stringify(body)}`)
    const open = body.route?.stops.filter((stop) => !done.has(stop.status)) ?? []
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
  const counts = await Promise.all(demoFleet(fleetSize).map(({ id }) => drive(shop, shopper, id)))
  return counts.reduce((sum, one) => sum + one, 0)
}
