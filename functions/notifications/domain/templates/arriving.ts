import { arriving as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import texts from '../texts/arriving.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { clock } from '../wording.ts'
import { aboutDelivery } from './delivery.ts'

/** After a quarter of an hour the courier has rung. */
const usefulHours = 0.25

export const arriving = defineTemplate({
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
  usefulUntil: ({ time }) => hoursAfter(time, usefulHours),
  afterLaterNews: 'drop',
})
