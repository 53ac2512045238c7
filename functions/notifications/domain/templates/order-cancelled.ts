import { orderCancelled as event } from '../../../orders/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import texts from '../texts/order-cancelled.json' with { type: 'json' }

export const orderCancelled = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  texts,
  variantOf: ({ reason }) => reason,
  valuesOf: ({ number }) => ({ number }),
  // Nobody should wait at the door for it, even days later.
  usefulUntil: ({ time }) => hoursAfter(time, 72),
  afterLaterNews: 'tell',
  // Who asks for it is awake, and waits for the answer. Quiet hours are over before the day's deliveries begin.
  waitsUntil: ({ time, data }) => hoursAfter(time, data.reason === 'shopper' ? 0 : 12),
})
