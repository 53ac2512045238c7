import type { EventOf } from '@korob/platform/events'
import type { Language } from '@korob/platform/schema'
import { orderCancelled as event } from '../../../orders/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'

type Reason = EventOf<typeof event>['data']['reason']

const reasons: Record<Reason, Record<Language, string>> = {
  out_of_stock: {
    ru: 'отменён: товар закончился. Просим прощения',
    en: 'is cancelled: the goods are sold out. We are sorry',
  },
  shopper: { ru: 'отменён по вашей просьбе', en: 'is cancelled as you asked' },
  operator: { ru: 'отменён магазином', en: 'was cancelled by the shop' },
  delivery_failed: { ru: 'отменён: доставить его не удалось', en: 'is cancelled: we could not deliver it' },
}

export const orderCancelled = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  text: {
    ru: ({ number, reason }) => `Заказ ${number} ${reasons[reason].ru}.`,
    en: ({ number, reason }) => `Order ${number} ${reasons[reason].en}.`,
  },
  // Nobody should wait at the door for it, even days later.
  usefulUntil: ({ time }) => hoursAfter(time, 72),
  afterLaterNews: 'tell',
  // Who asks for it is awake, and waits for the answer. Quiet hours are over before the day's deliveries begin.
  waitsUntil: ({ time, data }) => hoursAfter(time, data.reason === 'shopper' ? 0 : 12),
})
