import { randomUUID } from 'node:crypto'
import { type Envelope, newEvent } from '@korob/platform/events'
import type { RabbitMqEvent } from '@korob/platform/rabbit-consumer'
import {
  courierAssigned,
  courierChanged,
  delivered,
  departed,
  handedOver,
  rescheduled,
  unassigned,
} from '../../../functions/delivery/contract.ts'
import { orderCancelled, orderConfirmed } from '../../../functions/orders/contract.ts'

let orders = 0

/** An order that events are about, with a phone of its own. */
export interface OrderFacts {
  orderId: string
  number: string
  phone: string
  language: 'ru' | 'en'
}

export const newOrder = (language: 'ru' | 'en' = 'ru'): OrderFacts => {
  orders += 1
  const serial = String(orders).padStart(7, '0')
  return { orderId: randomUUID(), number: `K${orders}`, phone: `+7916${serial}`, language }
}

const hour = 3_600_000
const inHours = (hours: number) => new Date(Math.ceil(Date.now() / hour) * hour + hours * hour).toISOString()

const orderFacts = ({ orderId, number, phone, language }: OrderFacts) => ({
  orderId,
  number,
  contact: { name: 'Анна', phone },
  language,
  totalMinor: 1_299_000,
  currency: 'RUB' as const,
})

export const confirmed = (order: OrderFacts, sequence = 2): Envelope =>
  newEvent(orderConfirmed, order.orderId, sequence, {
    ...orderFacts(order),
    address: { city: 'Заречье', street: 'Садовая', house: '5' },
    slot: { id: 'slot', start: inHours(24), end: inHours(26), state: 'held' },
    attempt: 1,
    weightGrams: 1000,
    items: [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
    paymentMethod: 'card',
  })

export const cancelled = (order: OrderFacts, sequence = 3, reason: 'shopper' | 'out_of_stock' = 'shopper'): Envelope =>
  newEvent(orderCancelled, order.orderId, sequence, { ...orderFacts(order), reason })

const deliveryFacts = ({ orderId, number, phone, language }: OrderFacts) => ({
  orderId,
  deliveryId: orderId,
  orderNumber: number,
  recipient: { name: 'Анна', phone },
  language,
  courier: { id: orderId, firstName: language === 'en' ? 'Ivan' : 'Иван' },
  window: { start: inHours(24), end: inHours(26) },
  timeZone: 'Europe/Moscow',
  trackingUrl: `https://korob.example/t/${'a'.repeat(44)}`,
})

/** What delivery tells of an order, in its order: sequences 1 to 4. */
export const deliverySteps = (order: OrderFacts): [Envelope, Envelope, Envelope, Envelope] => {
  const facts = deliveryFacts(order)
  const location = { lat: 55.7, lon: 37.6 }
  return [
    newEvent(courierAssigned, order.orderId, 1, { ...facts, eta: inHours(25), location }),
    newEvent(handedOver, order.orderId, 2, facts),
    newEvent(departed, order.orderId, 3, { ...facts, eta: inHours(25) }),
    newEvent(delivered, order.orderId, 4, { ...facts, deliveredAt: inHours(25) }),
  ]
}

const planned = (order: OrderFacts, courier: string) => ({
  ...deliveryFacts(order),
  courier: { id: order.orderId, firstName: courier },
  eta: inHours(25),
  slot: { id: 'slot', start: inHours(24), end: inHours(26) },
})

/** Another time for an order, and maybe another courier. */
export const replanned = (order: OrderFacts, sequence: number, courier: string): Envelope =>
  newEvent(rescheduled, order.orderId, sequence, planned(order, courier))

/** Another courier, at the time that was told. */
export const otherCourier = (order: OrderFacts, sequence: number, courier: string): Envelope =>
  newEvent(courierChanged, order.orderId, sequence, planned(order, courier))

/** A first plan, or one after nobody came. */
export const assigned = (order: OrderFacts, sequence: number, courier: string): Envelope =>
  newEvent(courierAssigned, order.orderId, sequence, { ...planned(order, courier), location: { lat: 55.7, lon: 37.6 } })

/** No courier comes any more. */
export const lostCourier = (order: OrderFacts, sequence: number): Envelope =>
  newEvent(unassigned, order.orderId, sequence, { orderId: order.orderId, deliveryId: order.orderId })

/** The batch Lambda hands over from a queue. */
export const batchOf = (queue: string, ...events: readonly unknown[]): RabbitMqEvent => ({
  eventSource: 'aws:rmq',
  eventSourceArn: 'arn:aws:mq:eu-central-1:000000000000:broker:test',
  rmqMessagesByQueue: {
    [`${queue}::/`]: events.map((event) => {
      const text = typeof event === 'string' ? event : JSON.stringify(event)
      return {
        basicProperties: {
          contentType: 'application/cloudevents+json',
          contentEncoding: null,
          headers: {},
          deliveryMode: 2,
          priority: null,
          correlationId: null,
          replyTo: null,
          expiration: null,
          messageId: randomUUID(),
          timestamp: null,
          type: null,
          userId: null,
          appId: null,
          clusterId: null,
          bodySize: Buffer.byteLength(text),
        },
        redelivered: false,
        data: Buffer.from(text).toString('base64'),
      }
    }),
  },
})
