import type { Envelope, EventDefinition } from '@korob/platform/events'
import { newEvent } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import type { z } from '@korob/platform/schema'
import {
  courierAssigned,
  delivered,
  deliveryDeclined,
  deliveryFailed,
  deliveryLost,
  deliveryReturned,
  departed,
  handedOver,
  unassigned,
} from '../../../functions/delivery/contract.ts'
import type { create } from '../../../functions/orders/contract.ts'

export type OrderInput = z.input<typeof create.input>

/** An order of two kettles and a cup, 3 500,00 with its delivery. */
export const anOrder = (changes: Partial<OrderInput> = {}): OrderInput => ({
  orderId: newId(),
  attempt: 1,
  owner: { cartId: newId() },
  contact: { name: 'Анна', phone: '+79161234567' },
  language: 'ru',
  address: { city: 'Казань', street: 'Баумана', house: '1', location: { lat: 55.79, lon: 49.11 } },
  slot: { id: '2026-12-01T10', start: '2026-12-01T07:00:00Z', end: '2026-12-01T09:00:00Z', state: 'held' },
  items: [
    {
      productId: newId(),
      sku: 'K-1',
      name: { ru: 'Чайник', en: 'Kettle' },
      quantity: 2,
      priceMinor: 150_000,
      weightGrams: 900,
    },
    {
      productId: newId(),
      sku: 'C-1',
      name: { ru: 'Чашка', en: 'Cup' },
      quantity: 1,
      priceMinor: 30_000,
      weightGrams: 300,
    },
  ],
  deliveryFeeMinor: 20_000,
  totalMinor: 350_000,
  currency: 'RUB',
  paymentMethod: 'card',
  ...changes,
})

const facts = (orderId: string, firstName: string) => ({
  orderId,
  deliveryId: newId(),
  orderNumber: '10001-0',
  recipient: { name: 'Анна', phone: '+79161234567' },
  language: 'ru' as const,
  courier: { id: newId(), firstName },
  window: { start: '2026-12-01T07:00:00Z', end: '2026-12-01T09:00:00Z' },
  timeZone: 'Europe/Moscow',
  trackingUrl: 'https://shop.example/t/x',
})

const eta = '2026-12-01T07:40:00Z'

/** What delivery tells of an order, by the sequence it tells it in. */
export const deliveryNews = (orderId: string, firstName = 'Пётр') => ({
  assigned: (sequence = 1, slot?: { id: string; start: string; end: string }): Envelope =>
    newEvent(courierAssigned, orderId, sequence, {
      ...facts(orderId, firstName),
      eta,
      location: { lat: 55.79, lon: 49.11 },
      ...(slot && { slot }),
    }),
  handedOver: (sequence = 2): Envelope => newEvent(handedOver, orderId, sequence, facts(orderId, firstName)),
  departed: (sequence = 3): Envelope =>
    newEvent(departed, orderId, sequence, { ...facts(orderId, firstName), eta: '2026-12-01T07:45:00Z' }),
  delivered: (sequence = 4): Envelope =>
    newEvent(delivered, orderId, sequence, { ...facts(orderId, firstName), deliveredAt: '2026-12-01T07:50:00Z' }),
  /** Told after it had been planned anew. */
  deliveredLate: (sequence = 4): Envelope =>
    newEvent(delivered, orderId, sequence, {
      ...facts(orderId, firstName),
      deliveredAt: '2026-12-01T07:50:00Z',
      late: true,
    }),
  /** Without an attempt, since its trip was ended. */
  back: (sequence = 4): Envelope =>
    newEvent(unassigned, orderId, sequence, { orderId, deliveryId: newId(), parcelIsBack: true }),
  lost: (sequence = 4): Envelope =>
    newEvent(deliveryLost, orderId, sequence, {
      orderId,
      deliveryId: newId(),
      orderNumber: '10001-0',
      lostAt: '2026-12-01T09:50:00Z',
    }),
  /** For the last time. */
  failed: (sequence = 4): Envelope =>
    newEvent(deliveryFailed, orderId, sequence, {
      ...facts(orderId, firstName),
      reason: 'nobody_home',
      failedAt: '2026-12-01T07:50:00Z',
      attempt: 3,
      triedAgain: false,
    }),
  /** None of the windows there are will do. */
  declined: (sequence = 3): Envelope =>
    newEvent(deliveryDeclined, orderId, sequence, {
      orderId,
      deliveryId: newId(),
      orderNumber: '10001-0',
      declinedAt: '2026-11-30T12:00:00Z',
    }),
  returned: (sequence = 5): Envelope =>
    newEvent(deliveryReturned, orderId, sequence, {
      orderId,
      deliveryId: newId(),
      orderNumber: '10001-0',
      reason: 'nobody_home',
      attempts: 3,
      returnedAt: '2026-12-01T09:50:00Z',
    }),
})

export const tell = <Definition extends EventDefinition>(
  definition: Definition,
  orderId: string,
  data: z.input<Definition['data']>,
  sequence = 1,
): Envelope => newEvent(definition, orderId, sequence, data)
