import { address } from '@korob/platform/address'
import { coordinates, date, instant, timeWindow, uuid, z } from '@korob/platform/schema'
import { failureReason } from './contract.ts'
import { deliveryStatuses } from './domain/delivery-states.ts'
import { tripTroubles } from './domain/trip-trouble.ts'
import { courierName } from './road-views.ts'

const { city, street, house } = address.shape
const place = z.object({ city, street, house }).meta({ id: 'StreetAddress' })

const deliveryStatus = z.enum(deliveryStatuses).meta({ id: 'DeliveryStatus' })

const dispatchStop = z
  .object({
    deliveryId: uuid,
    orderId: uuid,
    orderNumber: z.string(),
    position: z.int().min(1).nullable().describe('Null: called off on the way; the parcel comes back'),
    status: deliveryStatus,
    address: place,
    location: coordinates,
    window: timeWindow,
    eta: instant,
    weightGrams: z.int().min(0),
  })
  .meta({ id: 'DispatchStop' })

const dispatchTrip = z
  .object({
    routeId: uuid,
    courier: courierName,
    depot: coordinates,
    trip: z.int().min(1).describe("Which of the courier's day"),
    status: z.enum(['planned', 'departed', 'finished']),
    planVersion: z.int().min(0),
    departedAt: instant.nullable(),
    returnsAt: instant,
    trouble: z
      .enum(tripTroubles)
      .nullable()
      .describe(
        '`overdue`: its courier should have been back. `silent`: nothing was heard of its courier for long. `not_started`: its courier should have left. Null: all is well',
      ),
    lastSignAt: instant.nullable().describe('Of a trip in trouble: when something was last heard of its courier'),
    stops: z.array(dispatchStop),
  })
  .meta({ id: 'DispatchTrip' })

export const unassignedReason = z
  .enum(['waiting', 'no_room', 'out_of_reach', 'too_large', 'no_slot', 'address_unknown', 'out_of_zone', 'too_heavy'])
  .meta({
    id: 'UnassignedReason',
    description:
      '`waiting`: the next look finds a courier. `no_room`: other stops take the time. `out_of_reach`: nobody gets there in time, even with nothing else to do. `too_large`: no vehicle of the day is large enough. `no_slot`: no slot is free. `address_unknown`, `out_of_zone`, `too_heavy`: somebody has to help',
  })

const unassigned = z
  .object({
    deliveryId: uuid,
    orderId: uuid,
    orderNumber: z.string(),
    address: place,
    location: coordinates.nullable(),
    window: timeWindow.nullable().describe('Null: it has no slot yet'),
    weightGrams: z.int().min(0),
    reason: unassignedReason,
  })
  .meta({ id: 'UnassignedDelivery' })

const refusedStep = z
  .object({
    refusedStepId: uuid,
    deliveryId: uuid,
    orderId: uuid,
    orderNumber: z.string(),
    courier: courierName,
    step: z.enum(['handOver', 'deliver', 'fail']).describe('What the courier says to have done'),
    why: z
      .enum(['called_off', 'moved', 'failed'])
      .describe(
        'Why it was not taken: the order was called off, another courier has it, or it had been in vain before',
      ),
    status: deliveryStatus.describe('Of the delivery now'),
    happenedAt: instant,
    receivedAt: instant,
    proof: z
      .object({
        kind: z.enum(['code', 'photo', 'note']),
        note: z.string().nullable(),
        photoId: uuid.nullable(),
        fits: z.boolean().nullable().describe('Of a code: whether it is the one that the shopper was told'),
      })
      .nullable(),
    reason: failureReason.nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'RefusedStep', description: 'A deed of a courier that came too late to be taken' })

export const dispatchDay = z
  .object({
    date,
    timeZone: z.string().describe("The shop's, by its IANA name"),
    couriers: z
      .array(z.object({ courierId: uuid, firstName: z.string(), shift: timeWindow }).meta({ id: 'CourierOnDuty' }))
      .describe('Who works that day'),
    trips: z.array(dispatchTrip),
    unassigned: z.array(unassigned),
    troubledDays: z.array(date).describe('Every day that has trips in trouble'),
    refusedSteps: z.array(refusedStep).describe('Of whatever day: what nobody has sorted out yet, the latest first'),
  })
  .meta({ id: 'DispatchDay' })

export const movedDelivery = z
  .object({ deliveryId: uuid, courierId: uuid, position: z.int().min(1), eta: instant })
  .meta({ id: 'MovedDelivery' })

export const changedDay = z
  .object({
    courierId: uuid,
    date,
    moved: z.int().min(0).describe('Deliveries that others bring now'),
    waiting: z
      .int()
      .min(0)
      .describe('Deliveries that nobody can bring in their window: they wait, then get the next slot'),
    onBoard: z.array(z.string()).describe('Numbers of orders whose parcels the courier has'),
  })
  .meta({ id: 'ChangedCourierDay' })

const fate = z
  .enum(['returned', 'lost'])
  .describe(
    '`returned`: it is at the depot, and is planned anew. `lost`: its order is cancelled, its goods are written off',
  )

export const tripEnd = z
  .object({
    parcels: z
      .array(z.object({ deliveryId: uuid, fate }))
      .max(1000)
      .describe('Each parcel that is with the courier, as far as is known'),
    courierWorksOn: z
      .boolean()
      .describe(
        'False: the courier is taken off the day of the trip, unless it is over, so that nothing is planned for them any more',
      ),
  })
  .meta({ id: 'TripEnd' })

export const endedTrip = z
  .object({
    routeId: uuid,
    status: z.enum(['planned', 'departed', 'finished']),
    parcels: z.array(
      z.object({
        deliveryId: uuid,
        orderNumber: z.string(),
        status: deliveryStatus,
        fate: z.enum(['returned', 'lost']).nullable().describe('Null: it was with its shopper, or called off, before'),
      }),
    ),
    moved: z.int().min(0).describe('Parcels that have another courier by now'),
    waiting: z.int().min(0).describe('Parcels that wait for a courier, or for a later slot'),
  })
  .meta({ id: 'EndedTrip' })

const courierDay = z
  .object({
    date,
    hours: z
      .object({ startsMinute: z.int(), endsMinute: z.int() })
      .nullable()
      .describe('Minutes after local midnight; null: does not work that day'),
  })
  .meta({ id: 'OtherCourierDay' })

export const courierDays = z
  .object({ courierId: uuid, days: z.array(courierDay).describe('From today on, by date') })
  .meta({ id: 'OtherCourierDays' })
