import { randomUUID } from 'node:crypto'
import { database, transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { clientName, digestOf } from '../../../functions/backend/domain/ordering-client.ts'
import { requestHash } from '../../../functions/backend/domain/request-hash.ts'
import { totalOf, weightOf } from '../../../functions/backend/domain/total.ts'
import { finish, takeKey } from '../../../functions/backend/store/idempotency-keys.ts'
import { sumLines, sumMinor } from '../../../functions/catalog/domain/lines.ts'
import { reserveStock } from '../../../functions/catalog/store/reservations.ts'
import { locate } from '../../../functions/delivery/actions/locate.ts'
import { type DayChanges, neverSeen, takeTurnAndReadChanges } from '../../../functions/delivery/store/day-changes.ts'
import { holdPlace } from '../../../functions/delivery/store/holds.ts'
import { readDayOfSlot } from '../../../functions/delivery/store/slots.ts'
import { insertOrder } from '../../../functions/orders/store/take-order.ts'
import { generate } from '../load/generator.ts'
import { type Assortment, newCheckout } from './basket.ts'
import { as, type CheckoutService, connectServices, routeStatements } from './service-connections.ts'

export interface BareClientsSetup {
  databaseUrl: string
  assortment: Assortment
}

const holdSeconds = 15 * 60
const leaseMs = 25_000
// As the settings of the local stage have them.
const limits = { windowMs: 600_000, perClient: 0, perPhone: 200, perCart: 200, unfinishedPerPhone: 50 }
const clientDigest = digestOf(clientName({ role: 'anonymous' }, '127.0.0.1'))
// As long as a real answer is.
const answer = { status: 201, headers: { location: `/api/orders/${randomUUID()}` }, body: 'x'.repeat(480) }

const known = new Map<string, Pick<DayChanges, 'seen' | 'fleet'>>()

type Connections = Awaited<ReturnType<typeof connectServices>>

/** The statements of one checkout, as the services' store functions send them, in the order and with the parallelism of a checkout. */
const bareCheckout = async (connections: Connections, assortment: Assortment): Promise<void> => {
  const request = newCheckout(assortment)
  const on = <T>(service: CheckoutService, work: () => Promise<T>) => as(connections[service], work)
  const scope = `cart:${request.cartId}`
  const { phone } = request.contact
  const held = await on('backend', () =>
    takeKey({
      scope,
      key: randomUUID(),
      requestHash: requestHash(request),
      request,
      orderId: newId(),
      insteadOf: [],
      leaseMs,
      limits,
      counted: { scope, clientDigest, phoneDigest: digestOf(phone), accountId: undefined, phone },
    }),
  )
  if (!held) throw new Error('key taken')
  const { orderId } = held
  const attempt = { orderId, attempt: 1 }
  const [reserved, { place, location, zone }] = await Promise.all([
    on('catalog', () => reserveStock(attempt, request.cartId, sumLines(request.items), holdSeconds)),
    on('delivery', async () => {
      const { location, zone } = await locate(database, request.address)
      const wanted = { slotId: request.slotId, location, fits: true }
      const place = await transaction(async (tx) => {
        const slot = await readDayOfSlot(tx, request.slotId)
        if (!slot) throw new Error('no slot')
        const { serviceDate } = slot
        const { seen, fleet } = known.get(serviceDate) ?? { seen: neverSeen, fleet: 0 }
        known.set(serviceDate, await takeTurnAndReadChanges(tx, { serviceDate, since: seen }, fleet, orderId))
        return holdPlace(tx, attempt, wanted, holdSeconds)
      })
      return { location, zone, place }
    }),
  ])
  if (reserved.refused) throw new Error(reserved.refused)
  const { startsAt, endsAt } = place
  if (place.outcome !== 'held' || !startsAt || !endsAt) throw new Error(`slot ${place.outcome}`)
  const itemsMinor = sumMinor(reserved.items)
  const { deliveryFeeMinor, totalMinor } = totalOf({ itemsMinor, weightGrams: weightOf(reserved.items) }, zone)
  const slot = { id: request.slotId, start: startsAt.toISOString(), end: endsAt.toISOString(), state: 'held' as const }
  const placed = await on('orders', () =>
    insertOrder(
      {
        ...attempt,
        owner: { cartId: request.cartId },
        contact: request.contact,
        language: request.language,
        address: { ...request.address, location },
        slot,
        items: reserved.items,
        deliveryFeeMinor,
        totalMinor,
        currency: reserved.currency,
        paymentMethod: request.paymentMethod,
      },
      itemsMinor,
    ),
  )
  if (!placed) throw new Error('order id taken')
  if (!(await on('backend', () => finish(held, answer, false)))) throw new Error('lease lost')
}

generate<BareClientsSetup>(async ({ databaseUrl, assortment }) => {
  routeStatements()
  const connections: Connections[] = []
  return async (clients) => {
    while (connections.length < clients) connections.push(await connectServices(databaseUrl))
    return (client) => bareCheckout(connections[client] as Connections, assortment)
  }
})
