import { ifMatch, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import {
  cartAnswer,
  cartBody,
  checkoutAnswer,
  checkoutBody,
  quoteAnswer,
  quoteBody,
  refusalDetails,
} from './contract.ts'
import * as examples from './examples.ts'

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,64}$/, 'must be 8 to 64 visible ASCII characters')
const idempotencyKeys = z
  .string()
  .regex(
    /^[\x21-\x7e]{8,64}( [\x21-\x7e]{8,64}){0,15}$/,
    'must be up to 16 keys of 8 to 64 visible ASCII characters, with a space between two',
  )

export const shopRoutes = defineRoutes({
  quote: {
    method: 'POST',
    path: '/api/quotes',
    access: 'public',
    audience: 'shop',
    operationId: 'quoteCart',
    summary: 'Price a cart',
    description: 'What a cart costs now, delivery included, and what of it can be had. Reserves nothing.',
    body: quoteBody,
    examples: {
      'without an address': { body: examples.quoteOfCart },
      'to an address': { body: examples.quoteToAddress },
    },
    answers: { 200: { description: 'The priced cart', schema: quoteAnswer, example: examples.quote } },
    errors: ['unavailable'],
  },
  placeOrder: {
    method: 'POST',
    path: '/api/orders',
    access: 'optional',
    audience: 'shop',
    operationId: 'placeOrder',
    summary: 'Place an order',
    description:
      'The order belongs to the account of the access token, or to the cart of a guest. Again with the same Idempotency-Key and body, it answers what it answered before, be it an order or a refusal. After a 5xx, a time-out or `in_progress` nobody knows whether the order was placed: send the very same request again. One order of a cart is placed at a time: `in_progress` is answered while one under another key is, and `already_ordered` once that, or one whose place this takes (Replaces-Idempotency-Key), has become an order. One whose place was taken, and that comes late, is told of the order that took it. Checkouts of guests with one phone are limited by network; whoever signs in with that phone is not limited by it.',
    headers: z.object({
      'idempotency-key': idempotencyKey.describe(
        'Made anew for each order that is meant, such as a random UUID. Remembered for three days',
      ),
      'replaces-idempotency-key': idempotencyKeys
        .optional()
        .describe(
          'Of earlier requests for the cart whose answers never came, and which this one takes the place of: up to 16, with a space between two. Name them until you are told of an order, also after a refusal: they may still be on their way',
        ),
    }),
    body: checkoutBody,
    examples: {
      'what is needed': {
        headers: { 'idempotency-key': '5b8f0a4e-7d1c-4a9b-b6f3-0c2d9e8a7f61' },
        body: examples.shortCheckout,
      },
      'all that may be given': {
        headers: {
          'idempotency-key': 'c1a7e2d9-3f64-4b08-9e5d-8a6b4c2f0e17',
          'replaces-idempotency-key': '5b8f0a4e-7d1c-4a9b-b6f3-0c2d9e8a7f61',
        },
        body: examples.fullCheckout,
      },
    },
    answers: {
      201: {
        description: 'The order is taken',
        schema: checkoutAnswer,
        example: examples.placedOrder,
        headers: {
          location: { description: 'The order, for readOrder', schema: z.string().meta({ format: 'uri-reference' }) },
          'idempotent-replayed': {
            description: 'This answer was given before',
            schema: z.literal('true'),
            optional: true,
          },
        },
      },
    },
    errors: [
      'in_progress',
      'too_many_requests',
      'already_ordered',
      'price_changed',
      'out_of_stock',
      'slot_taken',
      'out_of_zone',
      'key_reused',
      'unavailable',
    ],
    errorDetails: {
      already_ordered: { schema: refusalDetails.already_ordered, example: { order: examples.placedOrder } },
      price_changed: { schema: refusalDetails.price_changed, example: examples.priceChanged },
      out_of_stock: { schema: refusalDetails.out_of_stock, example: examples.outOfStock },
      slot_taken: { schema: refusalDetails.slot_taken, example: { reason: 'full' } },
      out_of_zone: { schema: refusalDetails.out_of_zone, example: { field: 'address.city' } },
    },
  },
  readCart: {
    method: 'GET',
    path: '/api/cart',
    access: 'shopper',
    audience: 'shop',
    operationId: 'readCart',
    summary: "Read the account's cart",
    description: 'As it was saved from whichever device. What it costs and what of it can be had, a quote tells.',
    answers: { 200: { description: 'The cart', schema: cartAnswer, example: examples.savedCart } },
    etag: true,
  },
  saveCart: {
    method: 'PUT',
    path: '/api/cart',
    access: 'shopper',
    audience: 'shop',
    operationId: 'saveCart',
    summary: "Save the account's cart",
    description:
      'With If-Match it replaces the revision that the client saw. Without, it is merged into what is saved, of each product the larger quantity: so a guest who signs in loses nothing, neither what is in this browser nor what was saved from another.',
    headers: ifMatch,
    body: cartBody,
    examples: {
      'a guest signs in': { body: { cartId: examples.savedCart.cartId, lines: examples.savedCart.lines } },
    },
    answers: {
      200: {
        description: 'The cart as it is saved now',
        schema: cartAnswer,
        example: examples.savedCart,
        headers: { etag: { description: 'For If-Match', schema: z.string().regex(/^"\d+"$/) } },
      },
    },
    errors: ['precondition_failed'],
    errorDetails: staleDetails,
  },
})
