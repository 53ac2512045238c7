import { randomUUID } from 'node:crypto'
import { fleetNames } from '../../contract/support/fleet.ts'
import { catalogMaker } from '../../support/catalog-maker.ts'
import { eventually } from '../../support/eventually.ts'
import { newPhone, shopperAt } from '../../support/shopper.ts'
import { signInWith } from '../../support/sign-in.ts'
import type { TestShop } from '../../support/test-shop.ts'
import type { ActorName } from '../decisions.ts'

export interface People {
  /** Authorization headers, by who has them. */
  headers: Record<ActorName, Record<string, string>>
  /** What paths name, and somebody's. */
  real: Readonly<Record<string, string>>
  /** Bodies in place of an endpoint's example. */
  bodies: Readonly<Record<string, unknown>>
}

/** The same names for what is nobody's. */
export const unknown: Readonly<Record<string, string>> = {
  orderId: randomUUID(),
  stopId: randomUUID(),
  routeId: randomUUID(),
  memberId: randomUUID(),
  messageId: randomUUID(),
}

/** A number that gets no texts, and is nobody's. */
const blockedNumber = async ({ db }: TestShop): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(
    `insert into notifications.blocked_numbers (id, phone, reason, blocked_by)
     values (gen_random_uuid(), $1, 'nobody', 'test') returning id`,
    [newPhone()],
  )
  return rows[0]?.id ?? ''
}

/** Things of the catalogue that nobody else is about. */
const catalogNames = async (shop: TestShop): Promise<Record<string, string>> => {
  const maker = catalogMaker(shop)
  return {
    productId: (await maker.product()).id,
    categoryId: (await maker.category()).id,
    brandSlug: (await maker.brand()).slug,
    attributeKey: (await maker.attribute()).key,
    synonymId: (await maker.synonym()).id,
    importId: (await maker.sentImport()).id,
    exportId: (await maker.export()).id,
  }
}

/** Two shoppers, one with an order under way; the courier who has it, and another; the operator. All signed in by SMS. */
export const peopleOf = async (shop: TestShop): Promise<People> => {
  const shopper = shopperAt(shop.apiUrl)
  const signIn = async (phone: string, role?: string) => {
    const { accessToken, role: got } = await signInWith(shop, shopper, phone, role)
    if (role !== undefined && got !== role) throw new Error(`${phone} is no ${role}`)
    return { authorization: `Bearer ${accessToken}` }
  }
  const phone = newPhone()
  const owner = await signIn(phone)
  const found = await shopper.search({ inStock: 'true', limit: '1' })
  const productId = found.items[0]?.id ?? ''
  // Trips of other suites, whose parcels were put into states by hand that no courier could have brought about.
  await shop.db.query('delete from delivery.stop')
  await shop.db.query('delete from delivery.route')
  const order = await shopper.order([{ productId, quantity: 1 }], { contact: { name: 'Анна', phone } })
  const stop = await eventually('the order has a courier', async () => {
    const { rows } = await shop.db.query<{ stopId: string; routeId: string; courierId: string }>(
      `select stop.id as "stopId", route.id as "routeId", courier_id as "courierId"
         from delivery.stop join delivery.route on route.id = route_id join delivery.delivery d on d.id = delivery_id
        where d.order_id = $1`,
      [order.orderId],
    )
    return rows[0]
  })
  const messageId = await eventually('a text', async () => {
    const { rows } = await shop.db.query<{ id: string }>('select id from notifications.messages limit 1')
    return rows[0]?.id
  })
  const { rows: staff } = await shop.db.query<{ id: string; phone: string; courierId: string }>(
    `select id, phone, subject_id as "courierId" from backend.staff where role = 'courier' order by id`,
  )
  const [other, member] = staff.filter(({ courierId }) => courierId !== stop.courierId)
  const courierPhone = staff.find(({ courierId }) => courierId === stop.courierId)?.phone ?? newPhone()
  await shop.db.query(
    `insert into backend.staff (id, phone, role, subject_id, name) values (gen_random_uuid(), $1, 'courier', $2, 'Илья')
     on conflict do nothing`,
    [courierPhone, stop.courierId],
  )
  return {
    headers: {
      anonymous: {},
      shopper: owner,
      otherShopper: await signIn(newPhone()),
      courier: await signIn(courierPhone, 'courier'),
      otherCourier: await signIn(other?.phone ?? '', 'courier'),
      operator: await signIn('+79990000000', 'operator'),
    },
    real: {
      orderId: order.orderId,
      token: order.trackingToken,
      stopId: stop.stopId,
      routeId: stop.routeId,
      messageId,
      memberId: member?.id ?? '',
      idOrSlug: productId,
      file: 'page.js',
      ...(await fleetNames(shop, order.orderId)),
      blockedId: await blockedNumber(shop),
      ...(await catalogNames(shop)),
    },
    bodies: {
      'POST /api/order-links': { number: order.number, phone },
      'POST /api/operator/notifications/blocked-numbers': { phone: newPhone(), reason: 'nobody' },
    },
  }
}
