import { rescheduled as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import { clock, day } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const rescheduled = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber, courier, window, eta, timeZone, trackingUrl }) =>
      `Заказ ${orderNumber}: ${day(window.start, timeZone, 'ru')}, теперь около ${clock(eta, timeZone)}, привезёт ${courier.firstName}. ${trackingUrl}`,
    en: ({ orderNumber, courier, window, eta, timeZone, trackingUrl }) =>
      `Order ${orderNumber}: ${day(window.start, timeZone, 'en')}, now about ${clock(eta, timeZone)}, ${courier.firstName} will bring it. ${trackingUrl}`,
  },
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
})
