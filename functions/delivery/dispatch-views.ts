import { address } from '@korob/platform/address'
import { coordinates, date, instant, timeWindow, uuid, z } from '@korob/platform/schema'
import { deliveryStatuses } from './domain/delivery-states.ts'
import { courierName } from './road-views.ts'

const { city, street, house } = address.shape
const place = z.object({ city, street, house }).meta({ id: 'StreetAddress' })

const dispatchStop = z
  .object({
    deliveryId: uuid,
    orderId: uuid,
    orderNumber: z.string(),
    position: z.int().min(1).nullable().describe('Null: called off on the way; the parcel comes back'),
    status: z.enum(deliveryStatuses).meta({ id: 'DeliveryStatus' }),
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

export const dispatchDay = z
  .object({
    date,
    timeZone: z.string().describe("The shop's, by its IANA name"),
    couriers: z
      .array(z.object({ courierId: uuid, firstName: z.string(), shift: timeWindow }).meta({ id: 'CourierOnDuty' }))
      .describe('Who works that day'),
    trips: z.array(dispatchTrip),
    unassigned: z.array(unassigned),
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
