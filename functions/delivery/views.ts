import { address } from '@korob/platform/address'
import {
  coordinates,
  currency,
  date,
  instant,
  localized,
  minorUnits,
  timeWindow,
  uuid,
  z,
} from '@korob/platform/schema'
import { failureReason, feeRule } from './contract.ts'
import { deliveryStatuses } from './domain/delivery-states.ts'
import { courierName, duty } from './road-views.ts'

/** What the endpoints answer. */

const offeredSlot = z
  .object({ id: z.string(), start: instant, end: instant, available: z.boolean() })
  .meta({ id: 'Slot' })

export const slotsAnswer = z
  .object({
    timeZone: z.string().describe("The shop's, by its IANA name"),
    currency,
    zone: z
      .object({ id: z.string(), name: localized, fee: feeRule })
      .meta({ id: 'DeliveryZone' })
      .nullable()
      .describe('Of the address; null without one'),
    slots: z.array(offeredSlot),
  })
  .meta({ id: 'Slots' })

export const trackedSlots = z
  .object({ timeZone: z.string().describe("The shop's, by its IANA name"), slots: z.array(offeredSlot) })
  .meta({ id: 'TrackedSlots' })

const trackingStatus = z
  .enum(['preparing', 'assigned', 'handed_over', 'departed', 'delivered', 'failed', 'cancelled'])
  .meta({ id: 'TrackingStatus', description: '`preparing`: no courier yet. `failed`: the courier came in vain' })

export const trackingAnswer = z
  .object({
    orderId: uuid,
    orderNumber: z.string().nullable(),
    status: trackingStatus,
    window: timeWindow.nullable(),
    offer: z
      .object({ slotId: z.string(), wished: timeWindow.nullable() })
      .meta({ id: 'SlotOffer' })
      .nullable()
      .describe(
        'The window is not the one that was wished: chooseTrackedSlot takes it, or another; unanswered, it stays so',
      ),
    eta: instant.nullable(),
    timeZone: z.string(),
    courier: z.object({ firstName: z.string() }).nullable(),
    stopsBefore: z.int().min(0).nullable().describe('Doors the courier visits before this one'),
    code: z
      .string()
      .nullable()
      .describe('What the courier asks for at the door; told once the parcel is with the courier'),
    destination: coordinates.nullable().describe('The door; null once it is over'),
    position: coordinates
      .extend({ at: instant })
      .meta({ id: 'CourierPosition' })
      .nullable()
      .describe('Where the courier was last, while the order is on its way'),
    deliveredAt: instant.nullable(),
    history: z.array(z.object({ status: trackingStatus, at: instant })),
  })
  .meta({ id: 'Tracking' })

const deliveryStatus = z.enum(deliveryStatuses).meta({ id: 'DeliveryStatus' })

const courierStop = z
  .object({
    id: uuid,
    position: z.int().min(1).nullable().describe('Null: cancelled on the way; the parcel comes back'),
    status: deliveryStatus,
    orderNumber: z.string(),
    address,
    location: coordinates,
    contact: z.object({ name: z.string(), phone: z.string() }),
    window: timeWindow,
    eta: instant,
    items: z.array(z.object({ name: localized, quantity: z.int() })),
    comment: z.string().nullable(),
    weightGrams: z.int(),
    payment: z.object({
      method: z.enum(['cash', 'card']),
      state: z.enum(['due', 'paid']).describe('Paid: nothing is to be collected'),
      totalMinor: minorUnits,
      currency,
    }),
    failureReason: failureReason.nullable().describe('Why a courier came in vain, the last time'),
    deliveredAt: instant.nullable(),
  })
  .meta({ id: 'CourierStop' })

const courierRoute = z
  .object({
    id: uuid,
    date,
    trip: z.int().min(1).describe('Which of the day'),
    planVersion: z.int().min(0).describe('Counts changes of its stops, for departRoute'),
    status: z.enum(['planned', 'departed', 'finished']),
    departedAt: instant.nullable(),
    returnsAt: instant,
    stops: z.array(courierStop),
  })
  .meta({ id: 'CourierRoute' })

export const courierDay = z
  .object({ courier: courierName, duty, route: courierRoute.nullable() })
  .meta({ id: 'CourierDay' })

export const fleet = z
  .object({
    couriers: z.array(
      z
        .object({
          id: uuid.describe('For inviteMember'),
          firstName: z.string(),
          depot: z.object({ id: z.string(), name: localized }).describe('Where the trips begin'),
          capacityGrams: z.int().min(1).describe('What the vehicle carries at once'),
        })
        .meta({ id: 'Courier' }),
    ),
  })
  .meta({ id: 'Fleet' })

export const stopStep = z
  .object({ stopId: uuid, status: deliveryStatus, deliveredAt: instant.nullable() })
  .meta({ id: 'StopStep' })

export const departure = z
  .object({
    routeId: uuid,
    status: z.enum(['departed', 'finished']),
    departedAt: instant,
    stops: z.array(stopStep),
  })
  .meta({ id: 'RouteDeparture' })
