import { handedOver as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import texts from '../texts/handed-over.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { period } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

export const handedOver = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: () => 'only',
  valuesOf: ({ orderNumber, courier, window, trackingUrl }, language, timeZone) => ({
    number: orderNumber,
    courier: nameIn(language, courier.firstName),
    when: period(window, timeZone, language),
    trackingUrl,
  }),
  // A courier may be late: the window's end alone would silence the news of a late handover.
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 2)),
  afterLaterNews: 'drop',
})
