import type { EventDefinition, EventOf } from '@korob/platform/events'
import type { Sample } from '../domain/checking.ts'
import type { Template } from '../domain/template.ts'
import { arriving } from '../domain/templates/arriving.ts'
import { courierAssigned } from '../domain/templates/courier-assigned.ts'
import { delivered } from '../domain/templates/delivered.ts'
import { deliveryFailed } from '../domain/templates/delivery-failed.ts'
import { departed } from '../domain/templates/departed.ts'
import { handedOver } from '../domain/templates/handed-over.ts'
import { orderCancelled } from '../domain/templates/order-cancelled.ts'
import { orderChanged } from '../domain/templates/order-changed.ts'
import { orderConfirmed } from '../domain/templates/order-confirmed.ts'
import { rescheduled } from '../domain/templates/rescheduled.ts'
import { signInCodeTemplate, signInCodeTexts } from '../domain/templates/sign-in-code.ts'

const timeZone = 'Europe/Moscow'
const id = '0192f0c0-0000-7000-8000-000000000001'
// Names, sums and links as long as they get: a signed link has an id, its end and a signature.
const number = '1000042-7'
const window = { start: '2026-11-23T07:00:00.000Z', end: '2026-11-23T09:00:00.000Z' }
const trackingUrl = `https://shop.example.com/t/${'Ab-_'.repeat(11)}`
const contact = { name: 'Анна', phone: '+79161234567' }
const recipient = contact

const order = { orderId: id, number, contact, language: 'ru', totalMinor: 129_999_050, currency: 'RUB' }
const delivery = {
  orderId: id,
  deliveryId: id,
  orderNumber: number,
  recipient,
  language: 'ru',
  courier: { id, firstName: 'Александр' },
  window,
  timeZone,
  trackingUrl,
}
const confirmation = {
  ...order,
  address: { city: 'Заречье', street: 'Садовая', house: '5' },
  attempt: 1,
  weightGrams: 1,
  items: [{ name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
  paymentMethod: 'card',
}
const removed = {
  productId: id,
  name: {
    ru: 'Чайник электрический с терморегулятором, 1,7 л, сталь',
    en: 'Electric kettle with temperature control, 1.7 l, steel',
  },
  quantity: 1,
}
const change = { ...order, items: [{ productId: id, quantity: 1 }], deliveryFeeMinor: 0 }
const failure = { ...delivery, reason: 'nobody_home', failedAt: window.end, attempt: 1 }

/** A template with data of its event. @throws when they are no such event's */
const sampleOf = <Definition extends EventDefinition>(
  template: Template<Definition>,
  ...all: Readonly<Record<string, unknown>>[]
): Sample => ({
  name: template.event.type,
  texts: template.texts,
  examples: all.map((one) => {
    const data = template.event.data.parse(one) as EventOf<Definition>['data']
    return {
      variant: template.variantOf(data),
      values: (language) => template.valuesOf(data, language, timeZone),
    }
  }),
})

/** Every text that the service sends, with what may stand in it. */
export const samples: readonly Sample[] = [
  {
    name: signInCodeTemplate,
    texts: signInCodeTexts,
    examples: [
      { variant: 'only', values: () => ({ code: '042042' }) },
      { variant: 'spare', values: () => ({ code: '042042', spare: '7KQ2-MX4T-9RWZ' }) },
    ],
  },
  sampleOf(
    orderConfirmed,
    { ...confirmation, slot: { id: 's', ...window, state: 'held' } },
    { ...confirmation, slot: { id: 's', state: 'requested' } },
  ),
  sampleOf(orderChanged, { ...change, removed: [removed] }, { ...change, removed: [removed, removed] }),
  sampleOf(
    orderCancelled,
    ...['out_of_stock', 'shopper', 'operator', 'delivery_failed', 'lost'].map((reason) => ({ ...order, reason })),
  ),
  sampleOf(
    courierAssigned,
    { ...delivery, eta: window.start, location: { lat: 55, lon: 37 } },
    { ...delivery, eta: window.start, location: { lat: 55, lon: 37 }, isOffered: true },
  ),
  sampleOf(rescheduled, { ...delivery, eta: window.start, slot: { id: 's', ...window } }),
  sampleOf(handedOver, delivery),
  sampleOf(departed, { ...delivery, eta: window.start }),
  sampleOf(arriving, { ...delivery, eta: window.start }),
  sampleOf(delivered, { ...delivery, deliveredAt: window.end }),
  sampleOf(deliveryFailed, { ...failure, triedAgain: true }, { ...failure, triedAgain: false }),
]
