import { delivered as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import { aboutDelivery } from './delivery.ts'

export const delivered = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber }) => `Заказ ${orderNumber} доставлен. Спасибо за покупку!`,
    en: ({ orderNumber }) => `Order ${orderNumber} is delivered. Thank you for shopping with us!`,
  },
  usefulUntil: ({ time }) => hoursAfter(time, 24),
  afterLaterNews: 'tell',
})
