import type { z } from '@korob/platform/schema'
import type {
  courierSettings,
  depotNeeds as depotNeedsView,
  depot as depotView,
  fleetCourier,
  operatorSlot,
  templateSettings as templateSettingsView,
  template as templateView,
} from './fleet-views.ts'

export const settings: z.output<typeof courierSettings> = {
  firstName: 'Марат',
  depotId: 'depot-1',
  capacityGrams: 90_000,
  speedFactor: 0.7,
  week: [
    {
      weekday: 1,
      startsMinute: 570,
      endsMinute: 1110,
      breaks: [{ fromMinute: 780, untilMinute: 840, minutes: 45 }],
    },
  ],
}

export const courier: z.output<typeof fleetCourier> = {
  id: '01900000-0000-7000-8000-000000000001',
  ...settings,
  revision: 1,
}

export const depot: z.output<typeof depotView> = {
  id: 'depot-1',
  name: { ru: 'Склад на Заводской', en: 'Zavodskaya depot' },
  location: { lat: 57.362, lon: 41.092 },
  revision: 1,
}

export const depotNeeds: z.output<typeof depotNeedsView> = {
  couriers: [{ id: courier.id, firstName: courier.firstName }],
  tripsUnderWay: 0,
}

export const templateSettings: z.output<typeof templateSettingsView> = {
  weekdays: [6, 7],
  startsMinute: 510,
  endsMinute: 600,
  cutoffMinutes: 90,
  capacity: null,
}

export const template: z.output<typeof templateView> = {
  id: '0199d3c5-e4a4-7b22-9c33-6d7c8b9a0f12',
  ...templateSettings,
  revision: 1,
}

export const slot: z.output<typeof operatorSlot> = {
  id: '20261123-18',
  start: '2026-11-23T15:00:00.000Z',
  end: '2026-11-23T17:00:00.000Z',
  cutoffMinutes: 60,
  capacity: null,
  taken: 12,
  revision: 1,
}
