import { randomUUID } from 'node:crypto'
import { twilioSignature } from '../../../functions/notifications/gateway/twilio-signature.ts'
import { signersOf } from '../../support/bad-input/tokens.ts'
import { eventually } from '../../support/eventually.ts'
import { restock } from '../../support/restock.ts'
import { type Item, newKey, type Shopper, shopperAt } from '../../support/shopper.ts'
import type { TestShop } from '../../support/test-shop.ts'
import type { JsonObject, Operation } from './document.ts'
import type { Values } from './requests.ts'

/** What a delivery that has a courier is known by. */
export interface Assigned {
  orderId: string
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
  slotId: string
  assigned: Assigned
  messageId: string
  accountId: string
  access: ReturnType<typeof signersOf>['access']
}

/** Places an order and waits for its courier. */
export const assignedOrder = async (shop: TestShop, items: Item[]): Promise<Assigned> => {
  const { orderId, trackingToken } = await shopperAt(shop.apiUrl).order(items)
  return eventually('the order has a courier', async () => {
    const { rows } = await shop.db.query<Omit<Assigned, 'orderId' | 'token'>>(
      `select stop.id as "stopId", route.id as "routeId", route.courier_id as "courierId"
         from delivery.stop join delivery.route on route.id = stop.route_id
         join delivery.delivery on delivery.id = stop.delivery_id
        where delivery.order_id = $1 and delivery.status = 'assigned'`,
      [orderId],
    )
    return rows[0] && { ...rows[0], orderId, token: trackingToken }
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
  const slotId = (await shopper.slots())[0]?.id ?? ''
  return { shop, shopper, items, slotId, assigned, messageId, accountId: randomUUID(), access: signersOf(shop).access }
}

const isId = (value: unknown): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(value))

/** The example with what this shop knows by other names. */
export const madeReal = async (world: World, operation: Operation, { parameters, body }: Values): Promise<Values> => {
  const { assigned, items, slotId, messageId, shopper } = world
  const known: JsonObject = { ...assigned, messageId }
  const real = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (name === 'idOrSlug') return [name, isId(value) ? items[0]?.productId : value]
      return [name, known[name] ?? value]
    }),
  )
  if (operation.operationId === 'changeDeliveryZone') {
    const { rows } = await world.shop.db.query<{ tag: string }>(
      `select format('"%s"', revision) as tag from delivery.zone where id = $1`,
      [parameters.zoneId],
    )
    return { parameters: { ...real, 'If-Match': rows[0]?.tag }, body }
  }
  if (!body || ['saveCart'].includes(operation.operationId) || operation.operationId === 'takeSmsReceipt')
    return { parameters: real, body }
  const cart = { ...(body as JsonObject), cartId: randomUUID(), items }
  if (operation.operationId !== 'placeOrder') return { parameters: real, body: cart }
  return {
    parameters: { ...real, 'Idempotency-Key': newKey() },
    body: { ...cart, slotId, expectedTotalMinor: await shopper.quoteTotal(items) },
  }
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
  const asks = (role: string) => security.some((way) => (way.accessToken as string[] | undefined)?.includes(role))
  for (const role of ['operator', 'shopper'] as const)
    if (asks(role)) return { authorization: `Bearer ${await access({ role, id: world.accountId })}` }
  if (!asks('courier')) return {}
  return { authorization: `Bearer ${await access({ role: 'courier', id: assigned.courierId })}` }
}
