import type { z } from '@korob/platform/schema'
import type {
  changedDay as changedDayView,
  courierDays,
  dispatchDay,
  endedTrip,
  movedDelivery,
  tripEnd,
} from './dispatch-views.ts'

import { refusedStepId } from './road-examples.ts'

const window = { start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T17:00:00.000Z' }
const courierId = '01900000-0000-7000-8000-000000000001'
const deliveryId = '0199d3c5-e4a1-7c52-9e07-3f8a6b1c2d40'

export const day: z.output<typeof dispatchDay> = {
  date: '2026-11-23',
  timeZone: 'Europe/Moscow',
  couriers: [
    { courierId, firstName: 'Илья', shift: { start: '2026-11-23T06:30:00.000Z', end: '2026-11-23T15:30:00.000Z' } },
  ],
  trips: [
    {
      routeId: '0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47',
      courier: { id: courierId, firstName: 'Илья' },
      depot: { lat: 57.362, lon: 41.092 },
      trip: 1,
      status: 'planned',
      planVersion: 4,
      departedAt: null,
      returnsAt: '2026-11-23T16:10:00.000Z',
      trouble: null,
      lastSignAt: null,
      stops: [
        {
          deliveryId,
          orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
          orderNumber: '10001-4',
          position: 1,
          status: 'assigned',
          address: { city: 'Заречье', street: 'Заводская улица', house: '7' },
          location: { lat: 57.3735, lon: 41.0748 },
          window,
          eta: '2026-11-23T15:20:00.000Z',
          weightGrams: 4700,
        },
      ],
    },
  ],
  unassigned: [
    {
      deliveryId: '0199d3c5-e4a3-7a11-8d22-5c6b7a8f9e01',
      orderId: '0199d3c5-e178-7b90-8e34-2a1b3c4d5e6f',
      orderNumber: '10002-2',
      address: { city: 'Заречье', street: 'Дачная улица', house: '3' },
      location: { lat: 57.341, lon: 41.131 },
      window,
      weightGrams: 1200,
      reason: 'no_room',
    },
  ],
  troubledDays: [],
  refusedSteps: [
    {
      refusedStepId,
      deliveryId,
      orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
      orderNumber: '10001-4',
      courier: { id: '01900000-0000-7000-8000-000000000002', firstName: 'Анна' },
      step: 'deliver',
      why: 'moved',
      status: 'departed',
      happenedAt: '2026-11-23T15:05:00.000Z',
      receivedAt: '2026-11-23T15:31:00.000Z',
      proof: { kind: 'note', note: 'Отдала соседке', photoId: null, fits: null },
      reason: null,
      comment: null,
    },
  ],
}

export const end: z.input<typeof tripEnd> = { parcels: [{ deliveryId, fate: 'returned' }], courierWorksOn: true }

export const ended: z.output<typeof endedTrip> = {
  routeId: '0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47',
  status: 'finished',
  parcels: [{ deliveryId, orderNumber: '10001-4', status: 'assigned', fate: 'returned' }],
  moved: 1,
  waiting: 0,
}

export const otherDays: z.output<typeof courierDays> = {
  courierId,
  days: [
    { date: '2026-11-24', hours: { startsMinute: 570, endsMinute: 900 } },
    { date: '2026-11-30', hours: null },
  ],
}

export const moved: z.output<typeof movedDelivery> = {
  deliveryId,
  courierId,
  position: 2,
  eta: '2026-11-23T15:40:00.000Z',
}

export const changedDay: z.output<typeof changedDayView> = {
  courierId,
  date: '2026-11-23',
  moved: 7,
  waiting: 1,
  onBoard: [],
}
