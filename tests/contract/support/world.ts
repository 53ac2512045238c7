import { randomUUID } from 'node:crypto'
import { twilioSignature } from '../../../functions/notifications/gateway/twilio-signature.ts'
import { signersOf } from '../../support/bad-input/tokens.ts'
import { type CatalogMaker, catalogMaker } from '../../support/catalog-maker.ts'
import { eventually } from '../../support/eventually.ts'
import { restock } from '../../support/restock.ts'
import { type Item, newKey, newPhone, type Shopper, shopperAt } from '../../support/shopper.ts'
import type { TestShop } from '../../support/test-shop.ts'
import {
  askedCode,
  askedSpare,
  forgetLimits,
  freeCourier,
  newAccount,
  newCookies,
  newMember,
  newOperator,
} from './accounts.ts'
import { subjectOf } from './catalog.ts'
import type { JsonObject, Operation } from './document.ts'
import { deliveryOfOrder, fleetParameters, newStart, planVersionOf, wholeTripBack } from './fleet.ts'
import type { Values } from './requests.ts'

/** What a delivery that has a courier is known by. */
export interface Assigned {
  orderId: string
  number: string
  phone: string
  cartId: string
  token: string
  stopId: string
  routeId: string
  courierId: string
}

/** A shop with an order under way, whose ids and tokens take the place of the examples'. */
export interface World {
  shop: TestShop
  shopper: Shopper
  items: Item[]
  assigned: Assigned
  /** An order whose links nobody needs. */
  spareOrderId: string
  /** Of sessions that nobody has used. */
  cookies: string[]
  messageId: string
  /** Who does what operators may, and their id as a member. */
  operatorId: string
  access: ReturnType<typeof signersOf>['access']
  catalog: CatalogMaker
}

/** Places an order and waits for its courier. */
export const assignedOrder = async (shop: TestShop, items: Item[]): Promise<Assigned> => {
  const { orderId, number, phone, trackingToken } = await shopperAt(shop.apiUrl).order(items)
  return eventually('the order has a courier', async () => {
    const { rows } = await shop.db.query<Pick<Assigned, 'stopId' | 'routeId' | 'courierId' | 'cartId'>>(
      `select stop.id as "stopId", route.id as "routeId", route.courier_id as "courierId",
              (select cart_id from orders.orders where id = $1) as "cartId"
         from delivery.stop join delivery.route on route.id = stop.route_id
         join delivery.delivery on delivery.id = stop.delivery_id
        where delivery.order_id = $1 and delivery.status = 'assigned'
          and exists (select from orders.orders where id = $1 and status = 'scheduled')`,
      [orderId],
    )
    return rows[0] && { ...rows[0], orderId, number, phone, token: trackingToken }
  })
}

export const worldOf = async (shop: TestShop): Promise<World> => {
  const shopper = shopperAt(shop.apiUrl)
  const found = await shopper.search({ inStock: 'true', limit: '1' })
  const items = [{ productId: found.items[0]?.id ?? '', quantity: 2 }]
  await restock(shop, items[0]?.productId ?? '')
  const assigned = await assignedOrder(shop, items)
  const messageId = await eventually('a text was sent', async () => {
    const { rows } = await shop.db.query<{ id: string }>('select id from notifications.messages limit 1')
    return rows[0]?.id
  })
  const { orderId: spareOrderId } = await shopper.order(items)
  const cookies = await newCookies(shop)
  const operatorId = await newOperator(shop)
  const { access } = signersOf(shop)
  const catalog = catalogMaker(shop)
  return { shop, shopper, items, assigned, spareOrderId, cookies, messageId, operatorId, access, catalog }
}

/** As if its window were not the one that was wished. */
const offerSlot = ({ shop }: World, { orderId }: Assigned) =>
  shop.db.query('insert into delivery.slot_offer (delivery_id) select id from delivery.delivery where order_id = $1', [
    orderId,
  ])

/** Deeds after which an order is another: each has one of its own, in a state that allows it. */
const ownOrder: Record<string, (world: World, order: Assigned) => Promise<unknown>> = {
  cancelOrder: async () => {},
  cancelOrderAsOperator: async () => {},
  removeOrderLines: async () => {},
  recordPayment: async () => {},
  rescheduleOrder: async () => {},
  noteOrder: async () => {},
  moveDelivery: async () => {},
  listTrackedSlots: offerSlot,
  chooseTrackedSlot: offerSlot,
  declineTrackedSlot: offerSlot,
  takeBackGoods: ({ shop }, { orderId }) =>
    shop.db.query(
      `update orders.orders set status = 'cancelled', cancel_reason = 'operator', goods = 'out' where id = $1`,
      [orderId],
    ),
  readDeliveryProof: ({ shop }, { orderId }) =>
    shop.db.query(`update delivery.delivery set status = 'delivered', delivered_at = now() where order_id = $1`, [
      orderId,
    ]),
  endTrip: async ({ shop }, { routeId }) => {
    await shop.db.query(`update delivery.route set status = 'departed', departed_at = now() where id = $1`, [routeId])
    await shop.db.query(
      `update delivery.delivery set status = 'departed'
        where status = 'assigned' and id in (select delivery_id from delivery.stop where route_id = $1)`,
      [routeId],
    )
  },
  failStop: ({ shop }, { orderId }) =>
    shop.db.query(`update delivery.delivery set status = 'departed' where order_id = $1`, [orderId]),
}

const orderFor = async (world: World, { operationId }: Operation): Promise<Assigned> => {
  const prepare = ownOrder[operationId]
  if (!prepare) return world.assigned
  const order = await assignedOrder(world.shop, world.items)
  await prepare(world, order)
  return order
}

/** A number that gets no texts, and is nobody's. */
const newBlocked = async ({ db }: TestShop): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(
    `insert into notifications.blocked_numbers (id, phone, reason, blocked_by)
     values (gen_random_uuid(), $1, 'nobody', 'test') returning id`,
    [newPhone()],
  )
  return rows[0]?.id ?? ''
}

const isId = (value: unknown): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(value))

const cartOf = ({ items }: World, body: JsonObject): JsonObject => ({ ...body, cartId: randomUUID(), items })

/** Bodies with what this shop knows by other names, for operations whose examples have some. */
const realBodies: Record<string, (world: World, body: JsonObject, order: Assigned) => Promise<JsonObject>> = {
  quoteCart: async (world, body) => cartOf(world, body),
  placeOrder: async (world, body) => ({
    ...cartOf(world, body),
    // Slots fill up while the tests order.
    slotId: (await world.shopper.slots())[0]?.id,
    expectedTotalMinor: await world.shopper.quoteTotal(world.items),
  }),
  cancelOrder: async (_world, body, { cartId }) => ({ ...body, cartId }),
  removeOrderLines: async ({ items }, body) => ({ ...body, lines: [{ productId: items[0]?.productId, quantity: 1 }] }),
  requestCode: async (_world, body) => ({ ...body, phone: newPhone() }),
  signIn: async ({ shop, shopper }) => askedCode(shop, shopper),
  signInWithSpareCode: async ({ shop, shopper }) => askedSpare(shop, shopper),
  requestOrderLink: async ({ shop, assigned: { number, phone } }) => {
    await forgetLimits(shop)
    return { number, phone }
  },
  departRoute: async ({ shop }, body, { routeId }) =>
    'planVersion' in body ? { planVersion: await planVersionOf(shop, routeId) } : body,
  chooseTrackedSlot: async ({ shopper }, body) => ({ ...body, slotId: (await shopper.slots())[0]?.id }),
  moveDelivery: async (_world, body, { courierId }) => ({ ...body, courierId }),
  endTrip: ({ shop }, _body, { routeId }) => wholeTripBack(shop, routeId),
  addDepot: async (_world, body) => ({ ...body, id: `depot-${randomUUID().slice(0, 8)}` }),
  addDeliveryZone: async (_world, body) => ({ ...body, id: `zone-${randomUUID().slice(0, 8)}` }),
  addSlotTemplate: async (_world, body) => ({ ...body, ...newStart() }),
  changeSlotTemplate: async (_world, body) => ({ ...body, ...newStart() }),
  blockNumber: async (_world, body) => ({ ...body, phone: newPhone() }),
  inviteMember: async ({ shop }, body) => ({
    ...body,
    phone: newPhone(),
    ...(body.role === 'courier' ? { courierId: await freeCourier(shop) } : {}),
  }),
}

/**
 * The example with what this shop knows by other names.
 * @param isRefused nothing will come of the request: it needs no order of its own
 */
export const madeReal = async (
  world: World,
  operation: Operation,
  example: Values,
  isRefused = false,
): Promise<Values> => {
  const { parameters, body } = example
  const { shop, items, spareOrderId, messageId } = world
  const { operationId } = operation
  const assigned = isRefused ? world.assigned : await orderFor(world, operation)
  const subject = await subjectOf(world.catalog, operationId, example)
  const known: JsonObject = {
    ...assigned,
    messageId,
    ...subject.parameters,
    ...(operationId === 'revokeOrderLinks' && { orderId: spareOrderId }),
    ...(['removeMember', 'endMemberSessions'].includes(operationId) && { memberId: await newMember(shop) }),
    ...(operationId === 'unblockNumber' && { blockedId: await newBlocked(shop) }),
    ...(await fleetParameters(shop, operationId)),
    ...(operationId === 'moveDelivery' && { deliveryId: await deliveryOfOrder(shop, assigned.orderId) }),
    ...(operationId === 'placeOrder' && { 'Idempotency-Key': newKey() }),
  }
  const real = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (name === 'idOrSlug') return [name, isId(value) ? items[0]?.productId : value]
      return [name, known[name] ?? value]
    }),
  )
  if (!body) return { parameters: real }
  const named = { ...(body as JsonObject), ...subject.body }
  return { parameters: real, body: (await realBodies[operationId]?.(world, named, assigned)) ?? named }
}

/** Who has the stop, where one is asked about. */
const courierOf = async ({ shop, assigned }: World, stopId: unknown): Promise<string> => {
  if (!isId(stopId)) return assigned.courierId
  const { rows } = await shop.db.query<{ id: string }>(
    'select courier_id as id from delivery.route where id = (select route_id from delivery.stop where id = $1)',
    [stopId],
  )
  return rows[0]?.id ?? assigned.courierId
}

/** What lets a request in: a token of the role that the document names, the order's, or the gateway's signature. */
export const credentialsFor = async (
  world: World,
  { path, security }: Operation,
  { parameters, body }: Values,
): Promise<Record<string, string>> => {
  const { assigned, access, shop } = world
  const ways = security.flatMap((way) => Object.keys(way))
  if (ways.includes('orderToken')) return { 'x-order-token': assigned.token }
  if (ways.includes('smsGatewaySignature')) {
    const url = shop.apiUrl + path.replace('{messageId}', String(parameters.messageId))
    return { 'x-twilio-signature': twilioSignature(shop.sms.authToken, url, body as Record<string, string>) }
  }
  if (ways.includes('refreshCookie')) return { cookie: world.cookies.pop() ?? '' }
  const bearer = async (role: 'shopper' | 'courier' | 'operator', id: string) => ({
    authorization: `Bearer ${await access({ role, id })}`,
  })
  const needs = (role: string) => security.some((way) => (way.accessToken as string[] | undefined)?.includes(role))
  if (needs('courier')) return bearer('courier', await courierOf(world, parameters.stopId))
  if (needs('operator')) return bearer('operator', world.operatorId)
  if (needs('shopper')) return bearer('shopper', (await newAccount(shop)).id)
  return {}
}
