import { courierAssigned as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import { period } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const courierAssigned = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber, courier, window, timeZone, trackingUrl }) =>
      `Заказ ${orderNumber} привезёт ${courier.firstName}: ${period(window, timeZone, 'ru')}. ${trackingUrl}`,
    en: ({ orderNumber, courier, window, timeZone, trackingUrl }) =>
      `${courier.firstName} will bring order ${orderNumber}: ${period(window, timeZone, 'en')}. ${trackingUrl}`,
  },
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
  // Trips are planned at night too; who is to be at home today must know in time.
  waitsUntil: ({ data }) => hoursAfter(data.window.start, -1),
})
