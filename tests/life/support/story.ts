import { randomUUID } from 'node:crypto'
import type { Delivery } from '../../../functions/orders/calls/delivery.ts'
import { aProduct } from '../../catalog/support/shelf.ts'
import { anOrder, type OrderInput } from '../../orders/support/orders.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import type { SideBySide } from './services.ts'

/** How calls of delivery may go wrong: its answer is lost, after it has done its part; or it can't be reached. */
export type Fault = 'none' | 'lost' | 'unreachable'

export const delivering = ({ orders, delivery }: SideBySide, fault: () => Fault): Delivery => {
  const ask = (operation: string) => async (input: object) => {
    const now = fault()
    if (now === 'unreachable') throw new orders.Problem('unavailable')
    const answer = (await delivery.operations({ operation, input }, lambdaContext())) as
      | { ok: true; output: never }
      | { ok: false; code: 'wrong_state'; details: Record<string, unknown> }
    if (now === 'lost') throw new orders.Problem('unavailable')
    if (answer.ok) return answer.output
    throw new orders.Problem(answer.code, { details: answer.details })
  }
  return { recall: ask('recall'), amend: ask('amend'), reschedule: ask('reschedule'), quoteFee: ask('quote-fee') }
}

/** Two products on the shelf, six of each. */
export const stockTwo = async ({ catalog, admin }: SideBySide): Promise<string[]> => {
  const products = [aProduct({ stock: 6 }), aProduct({ stock: 6 })]
  await catalog.transaction(async (tx) => {
    await catalog.addCategories(tx, [
      { path: 'kitchen', name: { ru: 'Кухня', en: 'Kitchen' }, position: 0 },
      { path: 'kitchen/cookware', name: { ru: 'Посуда', en: 'Cookware' }, position: 0 },
    ])
    await catalog.upsertProducts(tx, products, { stock: 'set', reference: 'test', correlationId: randomUUID() })
  })
  const { rows } = await admin.query<{ id: string }>('select id from catalog.product where sku = any($1) order by id', [
    products.map(({ sku }) => sku),
  ])
  return rows.map(({ id }) => id)
}

/** An order of two of each, with a slot of a day to come. */
export const orderOf = async ({ admin }: SideBySide, ids: readonly string[]): Promise<OrderInput> => {
  const { rows } = await admin.query<{ id: string; start: Date; end: Date }>(
    `select id, starts_at as start, ends_at as "end" from delivery.slot
      where service_date = (now() at time zone 'Europe/Moscow')::date + 2 order by starts_at limit 1`,
  )
  const slot = rows[0]
  if (!slot) throw new Error('no slots')
  const base = anOrder()
  return {
    ...base,
    address: { city: 'Заречье', street: 'ул. Садовая', house: '12' },
    slot: { id: slot.id, start: slot.start.toISOString(), end: slot.end.toISOString(), state: 'held' },
    items: ids.map((productId, index) => ({
      productId,
      sku: `S-${index}`,
      name: { ru: 'Чайник', en: 'Kettle' },
      quantity: 2,
      priceMinor: 10_000,
      weightGrams: 500,
    })),
    deliveryFeeMinor: 5_000,
    totalMinor: 45_000,
  }
}

/** What the text with an offer leads to. */
export const linkTo = ({ delivery }: SideBySide, orderId: string): Promise<string> =>
  delivery.signTrackingToken(orderId, new Date(Date.now() + delivery.trackingLifetimeMs))

/** The courier's next deed at the order's door, if one is possible. */
export const courierActs = async (
  { delivery, admin }: SideBySide,
  orderId: string,
  what: 'handOver' | 'depart' | 'deliver' | 'fail',
): Promise<void> => {
  const { rows } = await admin.query<{ stopId: string; routeId: string; courierId: string }>(
    `select stop.id as "stopId", route_id as "routeId", courier_id as "courierId"
       from delivery.stop join delivery.route on route.id = route_id join delivery.delivery d on d.id = delivery_id
      where d.order_id = $1`,
    [orderId],
  )
  const [stop] = rows
  if (!stop) return
  const actor = { role: 'courier', id: stop.courierId } as const
  const deed = {
    handOver: () => delivery.handOverStop(actor, stop.stopId),
    depart: () => delivery.depart(actor, stop.routeId),
    deliver: () => delivery.deliverStop(actor, stop.stopId, { proof: { kind: 'note', note: 'Отдал лично' } }),
    fail: () => delivery.failStop(actor, stop.stopId, { reason: 'nobody_home' }),
  }
  // What can't be done now is refused, and the courier's page says so.
  await deed[what]().catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'Problem') throw error
  })
}

/** What is to be brought, and asked for at the door. */
interface Content {
  pieces: number[]
  totalMinor: number
}

export interface EndState {
  content: Content
  /** As delivery has it; null without a delivery. */
  brought: Content | null
  status: string
  goods: string
  payment: string
  /** Whether delivery knows that nothing is to be collected at the door. */
  knownPaid: boolean
  version: number
  delivery: string | null
  reservation: string | null
  /** Whether a courier has it on the list of doors to go to. */
  driven: boolean
  pending: number
  history: string[]
}

export const endStateOf = async ({ admin }: SideBySide, orderId: string): Promise<EndState | undefined> =>
  (
    await admin.query<EndState>(
      `select o.status, o.goods, o.version, o.payment_state as payment,
              exists (select from delivery.paid_order paid where paid.order_id = o.id) as "knownPaid", d.status as delivery, r.state as reservation,
              exists (select from delivery.stop s where s.delivery_id = d.id and s.position is not null
                        and d.status not in ('delivered', 'failed')) as driven,
              (select count(*)::int from orders.pending_change p where p.order_id = o.id) as pending,
              jsonb_build_object('totalMinor', o.total_minor, 'pieces',
                (select jsonb_agg(l.quantity - l.cancelled order by l.position) from orders.order_lines l
                  where l.order_id = o.id and l.quantity > l.cancelled)) as content,
              case when d.id is not null then
                jsonb_build_object('totalMinor', d.total_minor, 'pieces',
                  (select jsonb_agg(i -> 'quantity' order by n) from jsonb_array_elements(d.items) with ordinality as item (i, n)))
              end as brought,
              array(select h.status from orders.order_history h where h.order_id = o.id and h.kind = 'status' order by h.version) as history
         from orders.orders o
         left join delivery.delivery d on d.order_id = o.id
         left join catalog.reservation r on r.order_id = o.id
        where o.id = $1`,
      [orderId],
    )
  ).rows[0]

/** On hand of each product, by its stock, by its ledger, and what orders still have of it. */
export const stockSumsOf = async ({ admin }: SideBySide, ids: readonly string[]) =>
  (
    await admin.query<{ onHand: number; ledger: number; held: number; taken: number }>(
      `select s.on_hand as "onHand",
              (select sum(delta)::int from catalog.stock_movement m where m.product_id = s.product_id) as ledger,
              (select sum(held_delta)::int from catalog.stock_movement m where m.product_id = s.product_id) as held,
              coalesce((select sum(case when o.status <> 'cancelled' or o.goods = 'out' then l.quantity - l.cancelled
                                        when o.goods = 'back' then l.quantity - l.cancelled - l.returned
                                        else 0 end)::int
                          from orders.order_lines l join orders.orders o on o.id = l.order_id
                         where l.product_id = s.product_id), 0) as taken
         from catalog.stock s where s.product_id = any($1)`,
      [ids],
    )
  ).rows
