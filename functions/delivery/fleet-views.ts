import { coordinates, instant, line, localized, uuid, z } from '@korob/platform/schema'
import { courierName } from './road-views.ts'

const minute = z
  .int()
  .min(0)
  .max(24 * 60)
  .describe('After local midnight')
const weekday = z.int().min(1).max(7).describe('ISO 8601: Monday is 1')
const revision = z.int().min(1).describe('Counts changes; the ETag, for If-Match')

const shiftBreak = z
  .object({
    fromMinute: minute.describe('It begins at the earliest then'),
    untilMinute: minute.describe('It begins at the latest then'),
    minutes: z.int().min(1).max(240).describe('How long it is'),
  })
  .meta({ id: 'ShiftBreak' })

const weekDay = z
  .object({
    weekday,
    startsMinute: minute,
    endsMinute: minute,
    breaks: z.array(shiftBreak).max(6).describe('In the order they are taken'),
  })
  .superRefine(({ startsMinute, endsMinute, breaks }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (startsMinute >= endsMinute) wrong(['endsMinute'], 'must be later than the start')
    for (const [index, { fromMinute, untilMinute, minutes }] of breaks.entries()) {
      if (fromMinute > untilMinute) wrong(['breaks', index, 'untilMinute'], 'must not be earlier than it may begin')
      if (fromMinute < startsMinute || untilMinute + minutes > endsMinute)
        wrong(['breaks', index], 'must lie within the shift')
      const before = breaks[index - 1]
      if (before && before.fromMinute + before.minutes > fromMinute)
        wrong(['breaks', index, 'fromMinute'], 'must come after the break before')
    }
  })
  .meta({ id: 'CourierWeekDay' })

export const courierSettings = z
  .object({
    firstName: line(40),
    depotId: z.string().min(1).max(64).describe('From listDepots: where the trips begin'),
    capacityGrams: z.int().min(1).max(40_000_000).describe('What the vehicle carries at once'),
    speedFactor: z
      .number()
      .min(0.1)
      .max(5)
      .default(1)
      .describe('How much faster than the travel times: a cargo bike 0.7'),
    week: z
      .array(weekDay)
      .max(7)
      .refine((days) => new Set(days.map((day) => day.weekday)).size === days.length, 'has a day twice')
      .describe('The shifts of a week that repeats; days without one are free'),
  })
  .meta({ id: 'CourierSettings' })

export const fleetCourier = z.object({ ...courierSettings.shape, id: uuid, revision }).meta({ id: 'FleetCourier' })

/** Of a zone or a depot. */
export const placeName = z.object({ ru: line(80), en: line(80) }).meta({ id: 'PlaceName' })

export const depotSettings = z.object({ name: placeName, location: coordinates }).meta({ id: 'DepotSettings' })
/** Of a zone or a depot, chosen by who adds it. */
export const shortId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('Short, of a-z, 0-9 and -')
export const depot = z
  .object({ id: z.string(), name: localized, location: coordinates, revision })
  .meta({ id: 'Depot' })

/** What a depot can't be given up for. */
export const depotNeeds = z.object({
  couriers: z.array(courierName).describe('Their trips begin there'),
  tripsUnderWay: z.int().min(0).describe('On the road, and to come back there'),
})

const capacity = z
  .int()
  .min(0)
  .max(10_000)
  .nullable()
  .describe('At most so many deliveries; null: as many as can be driven')
const cutoffMinutes = z
  .int()
  .min(0)
  .max(7 * 24 * 60)
  .describe('No place is given away so shortly before the start')

const templateShape = z.object({
  weekdays: z
    .array(weekday)
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'has a day twice'),
  startsMinute: minute,
  endsMinute: minute,
  cutoffMinutes,
  capacity,
})
export const templateSettings = templateShape
  .refine(({ startsMinute, endsMinute }) => startsMinute < endsMinute, {
    path: ['endsMinute'],
    message: 'must be later than the start',
  })
  .meta({ id: 'SlotTemplateSettings' })
export const template = z.object({ ...templateShape.shape, id: uuid, revision }).meta({ id: 'SlotTemplate' })

export const slotSettings = z.object({ capacity, cutoffMinutes }).meta({ id: 'SlotSettings' })
export const operatorSlot = z
  .object({
    id: z.string(),
    start: instant,
    end: instant,
    cutoffMinutes,
    capacity,
    taken: z.int().min(0).describe('Deliveries, and places held at checkout'),
    revision,
  })
  .meta({ id: 'OperatorSlot' })
