import { createHash } from 'node:crypto'
import { publishConfirmed } from '@korob/platform/rabbit'
import { exchange, parkedQueue, queues, reasonHeader, retryQueue } from '@korob/platform/topology'
import { type ChannelModel, connect } from 'amqplib'
import { handler as onDelivery } from '../../../../functions/notifications/handlers/on-delivery.ts'
import { handler as onOrders } from '../../../../functions/notifications/handlers/on-orders.ts'
import { auditInboxes } from '../../../auditor/inboxes.ts'
import { auditOutboxes, auditQueues } from '../../../auditor/leftovers.ts'
import { auditTexts } from '../../../auditor/texts.ts'
import { eventually } from '../../../support/eventually.ts'
import type { World } from '../world.ts'
import { consume } from './consuming.ts'
import { planStorm, type StormMessage } from './plan.ts'

export interface StormOptions {
  world: World
  /** The broker's, with its topology. */
  amqpUrl: string
  events: number
  seed: number
  /** Takes the broker from everybody, for a while. */
  breakBroker: () => Promise<void>
  limitMs: number
}

export interface StormResult {
  published: number
  /** Valid events that became a text, and those that later news of their order had overtaken. */
  told: number
  overtaken: number
  textsAtGateway: number
  poison: number
  /** Different messages that were. */
  parked: number
  /** What of them was parked without a reason. */
  parkedSilently: number
  left: number
  findings: string[]
  tookMs: number
}

/** As a relay: again until it is confirmed, so that some come twice. */
const publishSurely = async (messages: readonly StormMessage[]): Promise<void> => {
  let left = messages
  while (left.length > 0) {
    const results = await publishConfirmed(
      left.map(({ routingKey, content }, at) => ({
        exchange,
        routingKey,
        content,
        options: { messageId: `storm-${at}` },
      })),
    )
    left = left.filter((_, at) => results[at]?.status === 'rejected')
  }
}

/** All that the auditor can ask where there are events and texts, but no shop that orders come from. */
const auditStorm = async ({ db, sms }: World, amqpUrl: string) => [
  ...(await auditTexts(db.admin, sms.url)),
  ...(await auditInboxes(db.admin, ['notifications'])),
  ...(await auditOutboxes(db.admin)),
  ...(await auditQueues(amqpUrl, queues.filter(({ name }) => name !== unread).flatMap(allOf))),
]

const countIn = async (connection: ChannelModel, names: readonly string[]): Promise<number> => {
  const channel = await connection.createChannel()
  let count = 0
  for (const name of names) count += (await channel.checkQueue(name)).messageCount
  await channel.close()
  return count
}

const consumed = ['notifications.orders', 'notifications.delivery'] as const
// Nobody follows deliveries here.
const unread = 'orders.delivery'
const workedOf = (name: string): string[] => [name, ...[1, 2, 3].map((step) => retryQueue(name, step))]
const allOf = ({ name }: { name: string }): string[] => [...workedOf(name), parkedQueue(name)]
const worked = consumed.flatMap(workedOf)

/** Why each message was parked, by what it says: one whose confirm was lost is published, and parked, again. */
const takeParked = async (connection: ChannelModel): Promise<Map<string, string | undefined>> => {
  const channel = await connection.createChannel()
  const parked = new Map<string, string | undefined>()
  for (const { name } of queues)
    for (
      let one = await channel.get(parkedQueue(name), { noAck: true });
      one;
      one = await channel.get(parkedQueue(name), { noAck: true })
    ) {
      const said = createHash('sha256').update(one.content).digest('hex')
      parked.set(said, one.properties.headers?.[reasonHeader] as string | undefined)
    }
  return parked
}

const chunk = 200

/**
 * Publishes so many events to a broker that is taken away three times, with a gateway that fails one text in five, is silent
 * after one in twenty and loses the receipts of one in ten; waits until all has come to rest, and looks.
 */
export const storm = async (options: StormOptions): Promise<StormResult> => {
  const { world, amqpUrl, events: count, seed, breakBroker, limitMs } = options
  const { events, messages, poison } = planStorm(count, seed)
  world.sms.switches({ failRate: 0.2, timeoutRate: 0.05, loseReceiptRate: 0.1, receiptDelayMs: 50, seed })
  for (const source of ['orders', 'delivery'])
    await world.db.admin.query(
      `insert into ${source}.outbox (id, carrier, type, subject, sequence, envelope, published_at)
       select (e ->> 'id')::uuid, 'rabbitmq', e ->> 'type', e ->> 'subject', (e ->> 'sequence')::bigint, e, now()
         from jsonb_array_elements($1::jsonb) as e`,
      [JSON.stringify(events.filter((event) => event.source === source))],
    )
  const startedMs = Date.now()
  const mappings = consume(amqpUrl, { 'notifications.orders': onOrders, 'notifications.delivery': onDelivery })
  let isOver = false
  const sweeping = (async () => {
    while (!isOver) {
      await world.sweep().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  })()
  try {
    const breaks = [1, 2, 3].map((quarter) => Math.floor((messages.length * quarter) / 4))
    for (let at = 0; at < messages.length; at += chunk) {
      const isBroken = breaks.some((one) => one >= at && one < at + chunk)
      // In the midst of it: what is under way is lost or comes again.
      await Promise.all([publishSurely(messages.slice(at, at + chunk)), isBroken ? breakBroker() : undefined])
    }
    await eventually(
      'every event is kept and no text waits',
      async () => {
        const { rows } = await world.db.admin.query<{ kept: number; waiting: number }>(`
          select count(*)::int as kept, count(*) filter (where due_at is not null)::int as waiting
            from notifications.messages`)
        return rows[0]?.kept === events.length && rows[0].waiting === 0
      },
      limitMs,
    )
    const connection = await connect(amqpUrl)
    try {
      await eventually('the queues are empty', async () => (await countIn(connection, worked)) === 0, limitMs)
      const tookMs = Date.now() - startedMs
      const parked = await takeParked(connection)
      const findings = await auditStorm(world, amqpUrl)
      const { rows } = await world.db.admin.query<{ told: number; overtaken: number }>(`
        select count(*) filter (where status in ('sent', 'delivered'))::int as told,
               count(*) filter (where status = 'dropped' and reason = 'superseded')::int as overtaken
          from notifications.messages`)
      return {
        published: messages.length,
        told: rows[0]?.told ?? 0,
        overtaken: rows[0]?.overtaken ?? 0,
        textsAtGateway: world.texts().length,
        poison,
        parked: parked.size,
        parkedSilently: [...parked.values()].filter((reason) => !reason).length,
        left: await countIn(connection, [...worked, 'notifications.codes']),
        findings: findings.map(({ about, detail }) => `${about}: ${detail}`),
        tookMs,
      }
    } finally {
      await connection.close()
    }
  } finally {
    isOver = true
    await sweeping
    await mappings.stop()
    world.calm()
  }
}

/** Settings under which a storm passes quickly: waits are short, and the gateway's silence is. */
export const stormSettings = {
  RABBITMQ_RETRY_STEPS_MS: '200,500,1000',
  // The simulator shares this process: on busy cores it may read seconds later what its client has given up.
  SMS_SETTLE_MS: '2000',
  // An attempt may take the gateway's time limit and 4 s, and has to wait for those before it.
  SMS_LEASE_MS: '15000',
}
