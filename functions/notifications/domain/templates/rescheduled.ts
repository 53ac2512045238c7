import type { Language } from '@korob/platform/schema'
import { rescheduled as event } from '../../../delivery/contract.ts'
import type { Values } from '../filling.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import texts from '../texts/rescheduled.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { clock, day } from '../wording.ts'
import { aboutDelivery, type Plan } from './delivery.ts'

export const rescheduledValues = (
  { orderNumber, courier, window, eta, trackingUrl }: Plan,
  language: Language,
  timeZone: string,
): Values => ({
  number: orderNumber,
  day: day(window.start, timeZone, language),
  time: clock(eta, timeZone),
  courier: nameIn(language, courier.firstName),
  trackingUrl,
})

export const rescheduled = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: () => 'only',
  valuesOf: rescheduledValues,
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
  announces: true,
  // Trips are planned anew at night too.
  waitsUntil: ({ data }) => hoursAfter(data.window.start, -1),
})
