import type { Language } from '@korob/platform/schema'
import { courierAssigned as event } from '../../../delivery/contract.ts'
import type { Values } from '../filling.ts'
import { defineTemplate, hoursAfter, later } from '../template.ts'
import texts from '../texts/courier-assigned.json' with { type: 'json' }
import { nameIn } from '../transliteration.ts'
import { period } from '../wording.ts'
import { aboutDelivery, type Plan } from './delivery.ts'

/** A window that nobody chose is an offer. */
export const assignedVariant = ({ isOffered }: Pick<Plan, 'isOffered'>): keyof typeof texts =>
  isOffered ? 'offered' : 'only'

export const assignedValues = (
  { orderNumber, courier, window, trackingUrl }: Plan,
  language: Language,
  timeZone: string,
): Values => ({
  number: orderNumber,
  courier: nameIn(language, courier.firstName),
  when: period(window, timeZone, language),
  trackingUrl,
})

export const courierAssigned = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: assignedVariant,
  valuesOf: assignedValues,
  usefulUntil: ({ time, data }) => later(new Date(data.window.end), hoursAfter(time, 1)),
  afterLaterNews: 'drop',
  announces: true,
  // Trips are planned at night too; who is to be at home today must know in time.
  waitsUntil: ({ data }) => hoursAfter(data.window.start, -1),
})
