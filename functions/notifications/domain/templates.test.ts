import type { EventDefinition, EventOf } from '@korob/platform/events'
import { describe, expect, test } from 'vitest'
import { segment } from './segments.ts'
import { type Template, word } from './template.ts'
import { arriving } from './templates/arriving.ts'
import { courierAssigned } from './templates/courier-assigned.ts'
import { delivered } from './templates/delivered.ts'
import { deliveryFailed } from './templates/delivery-failed.ts'
import { departed } from './templates/departed.ts'
import { handedOver } from './templates/handed-over.ts'
import { orderCancelled } from './templates/order-cancelled.ts'
import { orderChanged } from './templates/order-changed.ts'
import { orderConfirmed } from './templates/order-confirmed.ts'
import { rescheduled } from './templates/rescheduled.ts'

const id = '0192f0c0-0000-7000-8000-000000000001'
const time = '2026-11-22T09:00:00.000Z'
const window = { start: '2026-11-23T07:00:00.000Z', end: '2026-11-23T09:00:00.000Z' }
const trackingUrl = `https://korob.example/t/${'Ab-_'.repeat(11)}`

const orderFacts = {
  orderId: id,
  number: '100042-7',
  contact: { name: 'Анна', phone: '+79161234567' },
  totalMinor: 12_999_050,
  currency: 'RUB',
  address: { city: 'Заречье', street: 'Садовая', house: '5' },
  slot: { id: 's', ...window, state: 'held' },
  attempt: 1,
  weightGrams: 1,
  items: [{ productId: id, name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
  paymentMethod: 'card',
}
const deliveryFacts = {
  orderId: id,
  deliveryId: id,
  orderNumber: '100042-7',
  recipient: orderFacts.contact,
  courier: { id, firstName: 'Александр' },
  window,
  slot: { id: 's', ...window },
  timeZone: 'Europe/Moscow',
  trackingUrl,
  eta: '2026-11-23T08:20:00.000Z',
  location: { lat: 55, lon: 37 },
  deliveredAt: time,
}

const draft = <Definition extends EventDefinition>(
  template: Template<Definition>,
  facts: Record<string, unknown>,
  at = time,
) => {
  const event = { id, type: template.event.type, time: at, correlationid: 'c', data: template.event.data.parse(facts) }
  return word(template, event as unknown as EventOf<Definition>, 'Europe/Moscow')
}

const ru = { language: 'ru' }
const en = { language: 'en', courier: { id, firstName: 'Alexander' } }

describe('texts', () => {
  test.each([
    [orderConfirmed, orderFacts, 'Заказ 100042-7 принят: 129 990,50 ₽. Доставим 23 ноября, 10:00–12:00.'],
    [
      orderConfirmed,
      { ...orderFacts, slot: { id: 's', state: 'requested' } },
      'Заказ 100042-7 принят: 129 990,50 ₽. Время доставки сообщим.',
    ],
    [
      orderCancelled,
      { ...orderFacts, reason: 'out_of_stock' },
      'Заказ 100042-7 отменён: товар закончился. Просим прощения.',
    ],
    [courierAssigned, deliveryFacts, `Заказ 100042-7 привезёт Александр: 23 ноября, 10:00–12:00. ${trackingUrl}`],
    [
      courierAssigned,
      { ...deliveryFacts, isOffered: true },
      `Заказ 100042-7: выбранное время занято, привезём 23 ноября, 10:00–12:00. Согласиться, сменить или отменить: ${trackingUrl}`,
    ],
    [rescheduled, deliveryFacts, `Заказ 100042-7: 23 ноября, теперь около 11:20, привезёт Александр. ${trackingUrl}`],
    [handedOver, deliveryFacts, `Заказ 100042-7 у курьера (Александр). Ждите 23 ноября, 10:00–12:00. ${trackingUrl}`],
    [departed, deliveryFacts, `Курьер Александр выехал с заказом 100042-7, будет около 11:20. ${trackingUrl}`],
    [arriving, deliveryFacts, `Курьер Александр едет к вам с заказом 100042-7, будет около 11:20. ${trackingUrl}`],
    [delivered, deliveryFacts, 'Заказ 100042-7 доставлен. Спасибо за покупку!'],
    [
      deliveryFailed,
      { ...deliveryFacts, reason: 'nobody_home', failedAt: time, attempt: 1, triedAgain: true },
      'Заказ 100042-7 не удалось вручить. Привезём ещё раз, время сообщим.',
    ],
    [
      orderChanged,
      {
        ...orderFacts,
        items: [{ productId: id, quantity: 1 }],
        removed: [{ productId: id, name: { ru: 'Чашка', en: 'Cup' }, quantity: 1 }],
        deliveryFeeMinor: 0,
      },
      'Заказ 100042-7 изменён: без «Чашка». К оплате 129 990,50 ₽.',
    ],
  ] as unknown as [Template<EventDefinition>, Record<string, unknown>, string][])(
    '%#: in Russian',
    (template, facts, text) => {
      expect(draft(template, { ...facts, ...ru }).body).toBe(text)
    },
  )

  test.each([
    [orderConfirmed, orderFacts, 'Order 100042-7 is confirmed: RUB 129,990.50. Delivery 23 November, 10:00-12:00.'],
    [
      orderConfirmed,
      { ...orderFacts, slot: { id: 's', state: 'requested' } },
      'Order 100042-7 is confirmed: RUB 129,990.50. We will text you the delivery time.',
    ],
    [orderCancelled, { ...orderFacts, reason: 'operator' }, 'Order 100042-7 was cancelled by the shop.'],
    [courierAssigned, deliveryFacts, `Alexander will bring order 100042-7: 23 November, 10:00-12:00. ${trackingUrl}`],
    [
      courierAssigned,
      { ...deliveryFacts, isOffered: true },
      `Order 100042-7: your time is taken, we will come 23 November, 10:00-12:00. Accept, change or cancel: ${trackingUrl}`,
    ],
    [
      rescheduled,
      deliveryFacts,
      `Order 100042-7: 23 November, now about 11:20, Alexander will bring it. ${trackingUrl}`,
    ],
    [
      handedOver,
      deliveryFacts,
      `Order 100042-7 is with the courier (Alexander). Expect it 23 November, 10:00-12:00. ${trackingUrl}`,
    ],
    [
      departed,
      deliveryFacts,
      `Courier Alexander is on the way with order 100042-7, arriving about 11:20. ${trackingUrl}`,
    ],
    [
      arriving,
      deliveryFacts,
      `Courier Alexander is coming to you next with order 100042-7, about 11:20. ${trackingUrl}`,
    ],
    [delivered, deliveryFacts, 'Order 100042-7 is delivered. Thank you for shopping with us!'],
  ] as unknown as [Template<EventDefinition>, Record<string, unknown>, string][])(
    '%#: in English, in GSM-7',
    (template, facts, text) => {
      const { body, encoding, segments } = draft(template, { ...facts, ...en })
      expect(body).toBe(text)
      expect(encoding).toBe('GSM-7')
      expect(segments).toBeLessThanOrEqual(2)
    },
  )

  test('none is longer than three parts', () => {
    for (const template of [orderConfirmed, orderCancelled] as unknown as Template<EventDefinition>[])
      expect(draft(template, { ...orderFacts, ...ru, reason: 'out_of_stock' }).segments).toBeLessThanOrEqual(3)
    for (const template of [
      courierAssigned,
      rescheduled,
      handedOver,
      departed,
      delivered,
    ] as unknown as Template<EventDefinition>[])
      expect(draft(template, { ...deliveryFacts, ...ru }).segments).toBeLessThanOrEqual(3)
  })

  test('a draft counts its own segments', () => {
    const { body, encoding, segments } = draft(courierAssigned, { ...deliveryFacts, ...ru })
    expect({ encoding, segments }).toEqual(segment(body))
  })
})

describe('how long a text is of use', () => {
  const until = (template: unknown, facts: Record<string, unknown>, at = time) =>
    draft(template as Template<EventDefinition>, { ...facts, ...ru }, at).expiresAt.toISOString()

  test('a courier is announced until the window ends', () => {
    expect(until(courierAssigned, deliveryFacts)).toBe(window.end)
  })
  test('"on the way" ends an hour after the arrival', () => {
    expect(until(departed, deliveryFacts)).toBe('2026-11-23T09:20:00.000Z')
  })
  test('"comes to you next" ends before the courier has left again', () => {
    expect(until(arriving, deliveryFacts)).toBe('2026-11-22T09:15:00.000Z')
  })
  test('news of a courier who is late are told nevertheless', () => {
    expect(until(handedOver, deliveryFacts, '2026-11-23T09:30:00.000Z')).toBe('2026-11-23T11:30:00.000Z')
    expect(until(departed, deliveryFacts, '2026-11-23T09:30:00.000Z')).toBe('2026-11-23T10:30:00.000Z')
    expect(until(courierAssigned, deliveryFacts, '2026-11-23T09:30:00.000Z')).toBe('2026-11-23T10:30:00.000Z')
  })
  test('a confirmation is news for a day, and not after the delivery', () => {
    expect(until(orderConfirmed, orderFacts)).toBe('2026-11-23T09:00:00.000Z')
    expect(until(orderConfirmed, { ...orderFacts, slot: { id: 's', state: 'requested' } })).toBe(
      '2026-11-23T09:00:00.000Z',
    )
  })
  test('a cancellation is told even days later', () => {
    expect(until(orderCancelled, { ...orderFacts, reason: 'shopper' })).toBe('2026-11-25T09:00:00.000Z')
  })
})
