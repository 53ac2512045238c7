import { orderChanged as event } from '../../../orders/contract.ts'
import { defineTemplate, hoursAfter } from '../template.ts'
import texts from '../texts/order-changed.json' with { type: 'json' }
import { money } from '../wording.ts'

export const orderChanged = defineTemplate({
  event,
  about: ({ orderId, contact, language }) => ({ orderId, recipient: contact.phone, language }),
  texts,
  variantOf: ({ removed }) => (removed.length > 1 ? 'several' : 'one'),
  valuesOf: ({ number, totalMinor, currency, removed }, language) => ({
    number,
    removed: removed[0]?.name[language] ?? '',
    total: money(totalMinor, currency, language),
  }),
  usefulUntil: ({ time }) => hoursAfter(time, 24),
  afterLaterNews: 'drop',
  waitsUntil: ({ time }) => hoursAfter(time, 12),
})
