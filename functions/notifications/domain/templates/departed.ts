import { departed as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import texts from '../texts/departed.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { clock } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const departed = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: () => 'only',
  valuesOf: ({ orderNumber, courier, eta, trackingUrl }, language, timeZone) => ({
    number: orderNumber,
    courier: nameIn(language, courier.firstName),
    eta: clock(eta, timeZone),
    trackingUrl,
  }),
  // "On the way" after the arrival only puzzles.
  usefulUntil: ({ time, data }) => later(hoursAfter(data.eta, 1), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
})
