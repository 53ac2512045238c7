import { rescheduled as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import texts from '../texts/rescheduled.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { clock, day } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const rescheduled = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: () => 'only',
  valuesOf: ({ orderNumber, courier, window, eta, trackingUrl }, language, timeZone) => ({
    number: orderNumber,
    day: day(window.start, timeZone, language),
    time: clock(eta, timeZone),
    courier: nameIn(language, courier.firstName),
    trackingUrl,
  }),
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
  // Trips are planned anew at night too.
  waitsUntil: ({ data }) => hoursAfter(data.window.start, -1),
})
