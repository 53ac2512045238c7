import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import { checkoutAnswer, checkoutBody, quoteAnswer, quoteBody } from './contract.ts'

export const routes = defineRoutes({
  quote: {
    method: 'POST',
    path: '/api/quotes',
    access: 'public',
    audience: 'shop',
    summary: 'What a cart costs now, delivery included, and what of it can be had. Reserves nothing.',
    body: quoteBody,
    answers: { 200: { description: 'The priced cart', schema: quoteAnswer } },
    errors: ['unavailable'],
  },
  placeOrder: {
    method: 'POST',
    path: '/api/orders',
    access: 'optional',
    audience: 'shop',
    summary: 'Places an order. Again with the same Idempotency-Key and body, answers what was answered before.',
    headers: z.object({
      'idempotency-key': z.string().regex(/^[\x21-\x7e]{8,64}$/, 'must be 8 to 64 visible ASCII characters'),
    }),
    body: checkoutBody,
    answers: { 201: { description: 'The order is taken', schema: checkoutAnswer } },
    errors: [
      'in_progress',
      'already_ordered',
      'price_changed',
      'out_of_stock',
      'slot_taken',
      'out_of_zone',
      'key_reused',
      'unavailable',
    ],
  },
})
