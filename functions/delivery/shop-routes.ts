import { address } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import * as examples from './examples.ts'
import { linkParams } from './offer-routes.ts'
import { slotsAnswer, trackingAnswer } from './views.ts'

const { city, street, house } = address.shape

const slotsQuery = z
  .object({
    city: city.optional().describe('Of an address: all three parts, or none'),
    street: street.optional().describe('As written in Russian or English'),
    house: house.optional().describe('A number of that street'),
  })
  .superRefine((query, context) => {
    const parts = ['city', 'street', 'house'] as const
    if (parts.every((part) => query[part] === undefined)) return
    for (const part of parts)
      if (query[part] === undefined)
        context.addIssue({ code: 'custom', path: [part], message: 'an address needs city, street and house' })
  })

/** What anybody may ask. */
export const shopRoutes = defineRoutes({
  slots: {
    method: 'GET',
    path: '/api/delivery/slots',
    access: 'public',
    audience: 'shop',
    operationId: 'listDeliverySlots',
    summary: 'List the delivery slots',
    description: 'Slots of the days ahead, in the order of time. With an address, its zone and fee too.',
    query: slotsQuery,
    examples: {
      'without an address': {},
      'for an address': { query: { city: 'Заречье', street: 'Заводская улица', house: '7' } },
    },
    answers: { 200: { description: 'The slots', schema: slotsAnswer, example: examples.slots } },
    errors: ['out_of_zone'],
    errorDetails: {
      out_of_zone: {
        schema: z.object({ field: z.string().describe('What of the address is out of reach') }),
        example: { field: 'city' },
      },
    },
    etag: true,
  },
  tracking: {
    method: 'GET',
    path: '/api/tracking/{token}',
    access: 'public',
    audience: 'shop',
    operationId: 'trackDelivery',
    summary: 'Follow a delivery',
    description: 'By the token of the link in a text message. A token that has ended is told like one that never was.',
    params: linkParams,
    examples: { 'by the link': { params: { token: examples.trackingToken } } },
    answers: { 200: { description: 'Where the delivery is', schema: trackingAnswer, example: examples.tracking } },
    errors: ['not_found'],
    etag: true,
  },
})
