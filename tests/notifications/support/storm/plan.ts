import { randomUUID } from 'node:crypto'
import type { Envelope } from '@korob/platform/events'
import { seededRandom } from '../../../../local/sms-simulator/random.ts'
import { confirmed, deliverySteps, newOrder } from '../events.ts'

export interface StormMessage {
  routingKey: string
  content: Buffer
}

export interface StormPlan {
  /** Valid events, each once. */
  events: readonly Envelope[]
  /** What is published, in this order: events, some twice and many out of order, and what no consumer can work. */
  messages: readonly StormMessage[]
  /** How many of those must be parked. */
  poison: number
}

const duplicated = 0.1
const poisoned = 0.02
/** How far a message may be from its place. */
const disorder = 40

const messageOf = (event: Envelope): StormMessage => ({
  routingKey: event.type,
  content: Buffer.from(JSON.stringify(event)),
})

/** In turn: no JSON, no event, an event with wrong data, one of a later version, a megabyte of nothing. */
const poisonOf = (index: number): StormMessage => {
  const good = confirmed(newOrder())
  // Each differs from the others: they are named by what they say.
  const bodies = [
    `not json ${randomUUID()}`,
    JSON.stringify({ hello: randomUUID() }),
    JSON.stringify({ ...good, data: { ...(good.data as object), contact: { name: 'Анна', phone: '123' } } }),
    JSON.stringify({ ...good, dataversion: 99 }),
    JSON.stringify({ id: randomUUID(), filler: 'x'.repeat(1_000_000) }),
  ]
  return { routingKey: 'order.confirmed', content: Buffer.from(bodies[index % bodies.length]!) }
}

/** So many events of orders: confirmed, a courier found, handed over, departed. Of a type nobody listens to, some more. */
export const planStorm = (count: number, seed: number): StormPlan => {
  const random = seededRandom(seed)
  const events: Envelope[] = []
  while (events.length < count) {
    const order = newOrder()
    events.push(confirmed(order), ...deliverySteps(order).slice(0, 3))
  }
  events.length = count
  const placed = events.map((event, at) => ({ at: at + random() * disorder, message: messageOf(event) }))
  for (const [at, event] of events.entries())
    if (random() < duplicated) placed.push({ at: at + random() * disorder * 3, message: messageOf(event) })
  const poison = Math.max(5, Math.round(count * poisoned))
  for (let index = 0; index < poison; index += 1) placed.push({ at: random() * count, message: poisonOf(index) })
  const unheard = { ...confirmed(newOrder()), type: 'order.unheard_of' }
  placed.push({ at: random() * count, message: messageOf(unheard) })
  return { events, messages: placed.sort((a, b) => a.at - b.at).map(({ message }) => message), poison }
}
