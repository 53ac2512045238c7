import { address } from '@korob/platform/address'
import { defineRoutes } from '@korob/platform/routes'
import { coordinates, currency, date, instant, localized, minorUnits, uuid, z } from '@korob/platform/schema'
import { feeRule } from './contract.ts'
import { deliveryStatuses } from './domain/delivery-states.ts'

const { city, street, house } = address.shape
const window = z.object({ start: instant, end: instant })

const slotsQuery = z
  .object({ city: city.optional(), street: street.optional(), house: house.optional() })
  .superRefine((query, context) => {
    const parts = ['city', 'street', 'house'] as const
    if (parts.every((part) => query[part] === undefined)) return
    for (const part of parts)
      if (query[part] === undefined)
        context.addIssue({ code: 'custom', path: [part], message: 'an address needs city, street and house' })
  })

const slotsAnswer = z.object({
  timeZone: z.string(),
  currency,
  /** Of the address; null without one. */
  zone: z.object({ id: z.string(), name: localized, fee: feeRule }).nullable(),
  slots: z.array(z.object({ id: z.string(), start: instant, end: instant, available: z.boolean() })),
})

const trackingAnswer = z.object({
  orderId: uuid,
  orderNumber: z.string().nullable(),
  /** `preparing`: no courier yet. */
  status: z.enum(['preparing', 'assigned', 'handed_over', 'departed', 'delivered', 'cancelled']),
  window: window.nullable(),
  eta: instant.nullable(),
  timeZone: z.string(),
  courier: z.object({ firstName: z.string() }).nullable(),
  /** Doors the courier visits before this one. */
  stopsBefore: z.int().min(0).nullable(),
  deliveredAt: instant.nullable(),
  history: z.array(
    z.object({ status: z.enum(['preparing', ...deliveryStatuses.filter((one) => one !== 'unassigned')]), at: instant }),
  ),
})

const courierStop = z.object({
  id: uuid,
  /** Null: cancelled on the way; the parcel comes back. */
  position: z.int().min(1).nullable(),
  status: z.enum(deliveryStatuses),
  orderNumber: z.string(),
  address,
  location: coordinates,
  contact: z.object({ name: z.string(), phone: z.string() }),
  window,
  eta: instant,
  items: z.array(z.object({ name: localized, quantity: z.int() })),
  comment: z.string().nullable(),
  weightGrams: z.int(),
  payment: z.object({ method: z.enum(['cash', 'card']), totalMinor: minorUnits, currency }),
  deliveredAt: instant.nullable(),
})

const courierRoute = z.object({
  id: uuid,
  date,
  trip: z.int().min(1),
  status: z.enum(['planned', 'departed', 'finished']),
  departedAt: instant.nullable(),
  returnsAt: instant,
  stops: z.array(courierStop),
})

const stopStep = z.object({ stopId: uuid, status: z.enum(deliveryStatuses), deliveredAt: instant.nullable() })
const stopParams = z.object({ stopId: uuid })

export const routes = defineRoutes({
  slots: {
    method: 'GET',
    path: '/api/delivery/slots',
    access: 'public',
    audience: 'shop',
    summary: 'Delivery slots of the days ahead; with an address, its zone and fee',
    query: slotsQuery,
    answers: { 200: { description: 'The slots, in the order of time', schema: slotsAnswer } },
    errors: ['out_of_zone'],
    etag: true,
  },
  tracking: {
    method: 'GET',
    path: '/api/tracking/{token}',
    access: 'public',
    audience: 'shop',
    summary: 'Follow a delivery by the link from a text message',
    params: z.object({ token: z.string().min(1).max(200) }),
    answers: { 200: { description: 'Where the delivery is', schema: trackingAnswer } },
    errors: ['not_found'],
    etag: true,
  },
  courierRoute: {
    method: 'GET',
    path: '/api/courier/route',
    access: 'courier',
    audience: 'courier',
    summary: "The courier's trip: the one under way, else the next with stops; with a date, that day's latest",
    query: z.object({ date: date.optional() }),
    answers: {
      200: {
        description: 'The trip with its stops in order; null if there is none',
        schema: z.object({ courier: z.object({ id: uuid, firstName: z.string() }), route: courierRoute.nullable() }),
      },
    },
    errors: ['not_found'],
    etag: true,
  },
  routeDeparted: {
    method: 'POST',
    path: '/api/courier/routes/{routeId}/departed',
    access: 'courier',
    audience: 'courier',
    summary: 'The courier sets off with every stop of the trip; again, changes nothing',
    params: z.object({ routeId: uuid }),
    answers: {
      200: {
        description: 'The trip is under way',
        schema: z.object({
          routeId: uuid,
          status: z.enum(['departed', 'finished']),
          departedAt: instant,
          stops: z.array(stopStep),
        }),
      },
    },
    errors: ['not_found', 'wrong_state'],
  },
  stopHandedOver: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/handed-over',
    access: 'courier',
    audience: 'courier',
    summary: 'The parcel was handed to the courier; again, changes nothing',
    params: stopParams,
    answers: { 200: { description: 'The stop', schema: stopStep } },
    errors: ['not_found', 'wrong_state'],
  },
  stopDelivered: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/delivered',
    access: 'courier',
    audience: 'courier',
    summary: 'The shopper has the parcel; again, changes nothing',
    params: stopParams,
    answers: { 200: { description: 'The stop', schema: stopStep } },
    errors: ['not_found', 'wrong_state'],
  },
})
