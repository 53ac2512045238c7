import type { z } from '@korob/platform/schema'
import type {
  courierDay,
  departure,
  fleet,
  slotsAnswer,
  stopStep,
  trackedSlots as trackedSlotsView,
  trackingAnswer,
} from './views.ts'
import type { operatorZone as operatorZoneView } from './zone-views.ts'

const window = { start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T17:00:00.000Z' }
const eta = '2026-11-23T15:20:00.000Z'
const timeZone = 'Europe/Moscow'
const orderNumber = '10001-4'

export const trackingToken = 'AQGZ08XhdyqKm04fW2x9CoVqcz4BGX3mTzq4c5LrUu1d'
export const routeId = '0199d3c5-e4a0-7d31-8c59-6b0e1f2a3c47'
export const stopId = '0199d3c5-e4a2-7f06-b1d8-94c7a5e63b20'

const fee = { feeMinor: 24_900, freeFromMinor: 500_000, weightSteps: [{ fromGrams: 30_000, extraMinor: 39_000 }] }

export const operatorZone: z.output<typeof operatorZoneView> = {
  id: 'town',
  name: { ru: 'Город', en: 'Town' },
  fee,
  outline: [
    [41.07, 57.34],
    [41.17, 57.34],
    [41.17, 57.38],
    [41.07, 57.38],
    [41.07, 57.34],
  ],
  revision: 1,
}

export const slots: z.output<typeof slotsAnswer> = {
  timeZone,
  currency: 'RUB',
  zone: { id: 'town', name: { ru: 'Город', en: 'Town' }, fee },
  slots: [
    { id: '20261123-16', start: '2026-11-23T13:00:00.000Z', end: '2026-11-23T15:00:00.000Z', available: false },
    { id: '20261123-18', ...window, available: true },
  ],
}

export const tracking: z.output<typeof trackingAnswer> = {
  orderId: '0199d3c5-e177-72a8-9b4e-1f5b6c7d0a85',
  orderNumber,
  status: 'assigned',
  window,
  offer: null,
  eta,
  timeZone,
  courier: { firstName: 'Илья' },
  stopsBefore: 2,
  code: null,
  destination: { lat: 57.3735, lon: 41.0748 },
  position: null,
  deliveredAt: null,
  history: [
    { status: 'preparing', at: '2026-11-22T09:16:03.380Z' },
    { status: 'assigned', at: '2026-11-22T09:16:03.421Z' },
  ],
}

export const trackedSlots: z.output<typeof trackedSlotsView> = { timeZone, slots: slots.slots }

export const declined: z.output<typeof trackingAnswer> = {
  ...tracking,
  status: 'cancelled',
  eta: null,
  courier: null,
  stopsBefore: null,
  destination: null,
  history: [...tracking.history, { status: 'cancelled', at: '2026-11-22T10:02:41.007Z' }],
}

export const courier: z.output<typeof fleet>['couriers'][number] = {
  id: '01900000-0000-7000-8000-000000000001',
  firstName: 'Илья',
  depot: { id: 'depot-1', name: { ru: 'Склад на Заводской', en: 'Zavodskaya depot' } },
  capacityGrams: 1_000_000,
}

export const day: z.output<typeof courierDay> = {
  courier: { id: '01900000-0000-7000-8000-000000000001', firstName: 'Илья' },
  duty: { onDuty: true, startedAt: '2026-11-23T06:30:00.000Z', endedAt: null },
  route: {
    id: routeId,
    date: '2026-11-23',
    trip: 1,
    planVersion: 4,
    status: 'planned',
    departedAt: null,
    returnsAt: '2026-11-23T16:10:00.000Z',
    stops: [
      {
        id: stopId,
        position: 1,
        status: 'assigned',
        orderNumber,
        address: { city: 'Заречье', street: 'Заводская улица', house: '7' },
        location: { lat: 57.3735, lon: 41.0748 },
        contact: { name: 'Анна', phone: '+79161234567' },
        window,
        eta,
        items: [{ name: { ru: 'Сковорода чугунная «Жар» 26 см', en: 'Zhar cast-iron skillet, 26 cm' }, quantity: 2 }],
        comment: null,
        weightGrams: 4700,
        payment: { method: 'cash', state: 'due', totalMinor: 522_900, currency: 'RUB' },
        failureReason: null,
        deliveredAt: null,
      },
    ],
  },
}

export const departed: z.output<typeof departure> = {
  routeId,
  status: 'departed',
  departedAt: '2026-11-23T14:41:10.000Z',
  stops: [{ stopId, status: 'departed', deliveredAt: null }],
}

export const handedOver: z.output<typeof stopStep> = { stopId, status: 'handed_over', deliveredAt: null }

export const delivered: z.output<typeof stopStep> = {
  stopId,
  status: 'delivered',
  deliveredAt: '2026-11-23T15:18:44.512Z',
}

export const failed: z.output<typeof stopStep> = { stopId, status: 'failed', deliveredAt: null }
