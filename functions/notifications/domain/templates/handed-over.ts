import { handedOver as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import { period } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const handedOver = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber, courier, window, timeZone, trackingUrl }) =>
      `Заказ ${orderNumber} у курьера (${courier.firstName}). Ждите ${period(window, timeZone, 'ru')}. ${trackingUrl}`,
    en: ({ orderNumber, courier, window, timeZone, trackingUrl }) =>
      `Order ${orderNumber} is with the courier (${courier.firstName}). Expect it ${period(window, timeZone, 'en')}. ${trackingUrl}`,
  },
  // A courier may be late: the window's end alone would silence the news of a late handover.
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 2)),
  afterLaterNews: 'drop',
})
