import { departed as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import { clock } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const departed = defineTemplate({
  event,
  about: aboutDelivery,
  text: {
    ru: ({ orderNumber, courier, eta, timeZone, trackingUrl }) =>
      `Курьер ${courier.firstName} выехал с заказом ${orderNumber}, будет около ${clock(eta, timeZone)}. ${trackingUrl}`,
    en: ({ orderNumber, courier, eta, timeZone, trackingUrl }) =>
      `Courier ${courier.firstName} is on the way with order ${orderNumber}, arriving about ${clock(eta, timeZone)}. ${trackingUrl}`,
  },
  // "On the way" after the arrival only puzzles.
  usefulUntil: ({ time, data }) => later(hoursAfter(data.eta, 1), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
})
