import { deliveryFailed as event } from '../../../delivery/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import texts from '../texts/delivery-failed.json' with { type: 'json' }
import { aboutDelivery } from './delivery.ts'

export const deliveryFailed = defineTemplate({
  event,
  about: aboutDelivery,
  texts,
  variantOf: ({ triedAgain }) => (triedAgain ? 'triedAgain' : 'undecided'),
  valuesOf: ({ orderNumber }) => ({ number: orderNumber }),
  usefulUntil: ({ time }) => hoursAfter(time, 12),
  afterLaterNews: 'drop',
})
