import { type Envelope, newEvent } from '@korob/platform/events'
import {
  orderAnonymised,
  orderCancelled,
  orderConfirmed,
  orderPaid,
  paymentSubject,
  personSubject,
} from '../../../functions/orders/contract.ts'

export const address = { city: 'Заречье', street: 'ул. Садовая', house: '120' }
const houses = ['Садовая', 'Полевая', 'Лесная', 'Вокзальная', 'Северная', 'Луговая', 'Рыбацкая', 'Гоголя']
export const addressNumber = (number: number) => ({
  ...address,
  street: houses[number % houses.length] ?? 'Садовая',
  house: String(1 + ((number * 7) % 60)),
})

export const numberOf = (orderId: string): string => `K-${orderId.slice(-6)}`

export interface OrderInput {
  orderId: string
  slotId: string
  slotState?: 'held' | 'requested'
  attempt?: number
  address?: typeof address & { location?: { lat: number; lon: number } }
  weightGrams?: number
  sequence?: number
}
export const confirmed = ({ orderId, slotId, slotState = 'held', sequence = 2, ...rest }: OrderInput): Envelope =>
  newEvent(orderConfirmed, orderId, sequence, {
    orderId,
    number: numberOf(orderId),
    contact: { name: 'Мария', phone: '+79161234567' },
    language: 'ru',
    totalMinor: 250_000,
    currency: 'RUB',
    address,
    slot: { id: slotId, state: slotState },
    attempt: 1,
    weightGrams: 4_000,
    items: [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
    paymentMethod: 'card',
    ...rest,
  })
export const cancelled = (orderId: string, sequence = 3): Envelope =>
  newEvent(orderCancelled, orderId, sequence, {
    orderId,
    number: numberOf(orderId),
    contact: { name: 'Мария', phone: '+79161234567' },
    language: 'ru',
    totalMinor: 250_000,
    currency: 'RUB',
    reason: 'shopper',
  })
export const paid = (orderId: string, sequence = 3): Envelope =>
  newEvent(orderPaid, paymentSubject(orderId), sequence, { orderId })
export const anonymised = (orderId: string): Envelope =>
  newEvent(orderAnonymised, personSubject(orderId), 1, { orderId })
