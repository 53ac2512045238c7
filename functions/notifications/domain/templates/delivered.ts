import { delivered as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import texts from '../texts/delivered.json' with { type: 'json' }
import { aboutDelivery } from './delivery.ts'

export const delivered = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: () => 'only',
  valuesOf: ({ orderNumber }) => ({ number: orderNumber }),
  usefulUntil: ({ time }) => hoursAfter(time, 24),
  afterLaterNews: 'tell',
})
