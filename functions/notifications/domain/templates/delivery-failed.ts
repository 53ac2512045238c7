import { deliveryFailed as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import { aboutDelivery } from './delivery.ts'

export const deliveryFailed = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber, triedAgain }) =>
      `Заказ ${orderNumber} не удалось вручить. ${triedAgain ? 'Привезём ещё раз, время сообщим.' : 'Мы свяжемся с вами.'}`,
    en: ({ orderNumber, triedAgain }) =>
      `We could not deliver order ${orderNumber}. ${triedAgain ? 'We will come again and text you when.' : 'We will contact you.'}`,
  },
  usefulUntil: ({ time }) => hoursAfter(time, 12),
  afterLaterNews: 'drop',
})
