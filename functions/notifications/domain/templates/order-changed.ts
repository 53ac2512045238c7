import { orderChanged as event } from '../../../orders/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import { money } from '../wording.ts'

export const orderChanged = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  text: {
    ru: ({ number, totalMinor, currency, removed }) =>
      `Заказ ${number} изменён: без «${removed[0]?.name.ru}»${removed.length > 1 ? ' и других' : ''}. К оплате ${money(totalMinor, currency, 'ru')}.`,
    en: ({ number, totalMinor, currency, removed }) =>
      `Order ${number} has changed: without "${removed[0]?.name.en}"${removed.length > 1 ? ' and others' : ''}. To pay: ${money(totalMinor, currency, 'en')}.`,
  },
  usefulUntil: ({ time }) => hoursAfter(time, 24),
  afterLaterNews: 'drop',
  waitsUntil: ({ time }) => hoursAfter(time, 12),
})
