import { randomBytes } from 'node:crypto'
import { database } from '@korob/platform/database'
import type { Envelope } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type { SQSEvent } from 'aws-lambda'
import type { FeeRule } from '../../../functions/delivery/contract.ts'
import { handler as tend } from '../../../functions/delivery/handlers/expire-holds.ts'
import { handler as onOrders } from '../../../functions/delivery/handlers/on-orders.ts'
import { handler as operations } from '../../../functions/delivery/handlers/operations.ts'
import { handler as seed } from '../../../functions/delivery/handlers/seed.ts'
import { lambdaContext } from '../../support/lambda-context.ts'
import { startSecretsManager } from '../../support/secrets-manager.ts'
import { type ServiceDatabase, serviceDatabase } from '../../support/service-database.ts'
import { address } from './order-events.ts'

/** The delivery service on a database of its own, called as Lambda calls it. */
export interface DeliveryService {
  db: ServiceDatabase
  stop(): Promise<void>
}

export const startDelivery = async (): Promise<DeliveryService> => {
  process.env.DATABASE_POOL_MAX = '16'
  const db = await serviceDatabase('delivery')
  const secrets = await startSecretsManager({
    tracking: JSON.stringify({ key: randomBytes(32).toString('base64') }),
    token: JSON.stringify({ key: randomBytes(32).toString('base64') }),
  })
  Object.assign(process.env, {
    TRACKING_SECRET_ARN: 'tracking',
    TOKEN_SECRET_ARN: 'token',
    PUBLIC_URL: 'http://shop.test',
  })
  await seed({}, lambdaContext())
  return {
    db,
    stop: async () => {
      await secrets.stop()
      await db.drop()
    },
  }
}

/** Forgets all orders; slots, couriers and shifts are as the seed makes them. */
export const clearOrders = async ({ db }: DeliveryService): Promise<void> => {
  await db.admin.query(
    'truncate delivery.delivery, delivery.slot, delivery.hold, delivery.cancelled_order, delivery.route, delivery.stop, delivery.planned_day, delivery.tracking_entry, delivery.outbox, delivery.inbox, delivery.inbox_sequence cascade',
  )
  await seed({}, lambdaContext())
}

/** A slot of a day to come, so that the time of day the test runs at plays no part. */
export const slotToCome = async (index = 2): Promise<string> => {
  const rows = await database.many<{ id: string }>(sql`
    select id from slot where service_date = (now() at time zone 'Europe/Moscow')::date + 2 order by starts_at`)
  const slot = rows[index]
  if (!slot) throw new Error('no slots')
  return slot.id
}

export const setCapacity = ({ db }: DeliveryService, capacity: number, slotIds: readonly string[] | null = null) =>
  db.admin.query('update delivery.slot set capacity = $1 where $2::text[] is null or id = any($2)', [capacity, slotIds])

type Answer<Output> = { ok: true; output: Output } | { ok: false; code: string; errors: unknown; details: object }
const invoke = <Output>(operation: string, input: unknown) =>
  operations({ operation, input }, lambdaContext()) as Promise<Answer<Output>>

export interface HoldInput {
  orderId: string
  attempt?: number
  slotId: string
  address?: typeof address
  weightGrams?: number
}
export const hold = (input: HoldInput) =>
  invoke<{ slot: { id: string; start: string; end: string }; expiresAt: string }>('hold', {
    attempt: 1,
    address,
    ...input,
  })
export const release = (orderId: string, attempt = 1) => invoke<{ released: boolean }>('release', { orderId, attempt })
export const reschedule = (orderId: string, slotId: string) =>
  invoke<object>('reschedule', { orderId, slotId, operatorId: 'operator-7' })
export const recall = (orderId: string) => invoke<{ goodsOut: boolean }>('recall', { orderId })
export const amend = (input: object) => invoke<object>('amend', input)
export const quoteFee = (input: object) => invoke<{ fee: FeeRule }>('quote-fee', input)

export const listFees = () => invoke<{ cities: { names: string[]; fee: FeeRule }[] }>('list-fees', {})

/** What SQS hands to the function; answers the ids of events that failed. */
export const receive = async (...events: Envelope[]): Promise<string[]> => {
  const batch = {
    Records: events.map((event) => ({
      messageId: event.id,
      receiptHandle: event.id,
      body: JSON.stringify(event),
      attributes: { ApproximateReceiveCount: '1' },
    })),
  } as unknown as SQSEvent
  const { batchItemFailures } = await onOrders(batch, lambdaContext())
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}

export const runSchedule = () => tend({}, lambdaContext())

export interface DeliveryRow {
  id: string
  status: string
  slotId: string | null
  version: number
  problem: string | null
  courierId: string | null
  stopId: string | null
  routeId: string | null
  eta: Date | null
}
export const deliveryOf = (orderId: string): Promise<DeliveryRow | undefined> =>
  database.maybe<DeliveryRow>(sql`
    select delivery.id, delivery.status, slot_id as "slotId", version, problem, courier_id as "courierId",
           stop.id as "stopId", route_id as "routeId", eta
      from delivery left join stop on stop.delivery_id = delivery.id left join route on route.id = route_id
     where order_id = ${orderId}`)

/** Events on the outbox, of one order or all, in the order they were written. */
export const published = (orderId: string | null = null): Promise<Envelope[]> =>
  database
    .many<{ envelope: Envelope }>(sql`
      select envelope from outbox where ${orderId}::text is null or subject = ${orderId} order by position`)
    .then((rows) => rows.map(({ envelope }) => envelope))

export const newOrderId = newId
