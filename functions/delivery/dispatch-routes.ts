import { defineRoutes } from '@korob/platform/routes'
import { date, uuid, z } from '@korob/platform/schema'
import { wrongStateDetails } from './contract.ts'
import * as examples from './dispatch-examples.ts'
import { changedDay, courierDays, dispatchDay, endedTrip, movedDelivery, tripEnd } from './dispatch-views.ts'

const dayParams = z.object({ date: date.describe("A day of the shop's calendar") })
const courierDayParams = z.object({ courierId: uuid.describe('From listCouriers'), date: dayParams.shape.date })

export const minute = z
  .int()
  .min(0)
  .max(24 * 60)
  .describe('After local midnight')

export const hours = z
  .object({ startsMinute: minute, endsMinute: minute })
  .refine(({ startsMinute, endsMinute }) => startsMinute < endsMinute, {
    path: ['endsMinute'],
    message: 'must be later than the start',
  })

export const dispatchRoutes = defineRoutes({
  dispatchDay: {
    method: 'GET',
    path: '/api/operator/delivery/days/{date}',
    access: 'operator',
    audience: 'dispatcher',
    operationId: 'readDeliveryDay',
    summary: 'See a day whole',
    description:
      'Who works, every trip with its stops in order and where they are, and what no courier brings yet, with the reason.',
    params: dayParams,
    examples: { 'a day': { params: { date: examples.day.date } } },
    answers: { 200: { description: 'The day', schema: dispatchDay, example: examples.day } },
    etag: true,
  },
  moveDelivery: {
    method: 'PUT',
    path: '/api/operator/delivery/deliveries/{deliveryId}/courier',
    access: 'operator',
    audience: 'dispatcher',
    operationId: 'moveDelivery',
    summary: 'Give a delivery to another courier',
    description:
      'Or another place in a trip: the given one, else where it costs least driving. Only if everybody who was promised a window gets it, else `not_feasible` says what stands in the way. Who waits is told if the time moves by more than a quarter of an hour.',
    params: z.object({ deliveryId: uuid.describe('From readDeliveryDay') }),
    body: z.object({
      courierId: uuid.describe('Who brings it from now on'),
      position: z.int().min(1).max(1000).optional().describe('Which stop of the trip'),
    }),
    examples: {
      'to another courier': {
        params: { deliveryId: examples.moved.deliveryId },
        body: { courierId: examples.moved.courierId },
      },
    },
    answers: { 200: { description: 'Its place now', schema: movedDelivery, example: examples.moved } },
    errors: ['not_found', 'wrong_state', 'not_feasible'],
    errorDetails: {
      wrong_state: wrongStateDetails,
      not_feasible: {
        schema: z.object({ reasons: z.array(z.string()).describe('What would not be kept, in English') }),
        example: { reasons: ['10001-4 is outside its window'] },
      },
    },
  },
  endTrip: {
    method: 'PUT',
    path: '/api/operator/delivery/trips/{routeId}/end',
    access: 'operator',
    audience: 'supervisor',
    operationId: 'endTrip',
    summary: 'End a trip whose courier does not',
    description:
      'For each parcel that the courier has: whether it came back, or is lost. What came back is planned anew at once or gets the next slot, and who waits is told; no attempt is counted, but for one that was made. What is lost is cancelled, its goods are written off. What the courier has told by then counts, whatever is said here. Again, it changes nothing. Of a trip that has not left, only parcels that the courier has taken are asked about.',
    params: z.object({ routeId: uuid.describe('Of a trip from readDeliveryDay') }),
    body: tripEnd,
    examples: {
      'a phone was lost': { params: { routeId: examples.ended.routeId }, body: examples.end },
    },
    answers: { 200: { description: 'What became of it', schema: endedTrip, example: examples.ended } },
    errors: ['not_found'],
  },
  settleRefusedStep: {
    method: 'PUT',
    path: '/api/operator/delivery/refused-steps/{refusedStepId}/settled',
    access: 'operator',
    audience: 'dispatcher',
    operationId: 'settleRefusedStep',
    summary: 'Strike a refused step off the list',
    description: "Somebody has sorted it out. It stays in the order's trail. Again, it changes nothing.",
    params: z.object({ refusedStepId: uuid.describe('From readDeliveryDay') }),
    examples: { 'a step': { params: { refusedStepId: examples.day.refusedSteps[0]!.refusedStepId } } },
    answers: { 204: { description: 'It is off the list' } },
    errors: ['not_found'],
  },
  courierDays: {
    method: 'GET',
    path: '/api/operator/couriers/{courierId}/days',
    access: 'operator',
    audience: 'supervisor',
    operationId: 'listCourierDays',
    summary: 'List days on which a courier works other hours',
    description: 'Than every week, or not at all: as changeCourierDay has set them, from today on.',
    params: z.object({ courierId: courierDayParams.shape.courierId }),
    examples: { 'a courier': { params: { courierId: examples.moved.courierId } } },
    answers: { 200: { description: 'The days', schema: courierDays, example: examples.otherDays } },
    errors: ['not_found'],
    etag: true,
  },
  changeCourierDay: {
    method: 'PUT',
    path: '/api/operator/couriers/{courierId}/days/{date}',
    access: 'operator',
    audience: 'supervisor',
    operationId: 'changeCourierDay',
    summary: "Change a courier's hours of one day",
    description:
      'Or take the courier off that day, with no hours. What no longer fits goes to others at once, and who waits is told; what nobody can take waits for a courier. Parcels that the courier has stay. Again, it changes nothing.',
    params: courierDayParams,
    body: z.object({ hours: hours.nullable().describe('Null: the courier does not work that day') }),
    examples: {
      ill: { params: { courierId: examples.moved.courierId, date: examples.day.date }, body: { hours: null } },
      'only until three': {
        params: { courierId: examples.moved.courierId, date: examples.day.date },
        body: { hours: { startsMinute: 570, endsMinute: 900 } },
      },
    },
    answers: { 200: { description: 'What became of the stops', schema: changedDay, example: examples.changedDay } },
    errors: ['not_found'],
  },
  restoreCourierDay: {
    method: 'DELETE',
    path: '/api/operator/couriers/{courierId}/days/{date}',
    access: 'operator',
    audience: 'supervisor',
    operationId: 'restoreCourierDay',
    summary: "Let a courier's day be as the week has it",
    description: 'Again, it changes nothing.',
    params: courierDayParams,
    examples: { 'well again': { params: { courierId: examples.moved.courierId, date: examples.day.date } } },
    answers: { 200: { description: 'What became of the stops', schema: changedDay, example: examples.changedDay } },
    errors: ['not_found'],
  },
})
