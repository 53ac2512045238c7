import { defineRoutes } from '@korob/platform/routes'
import { date, uuid, z } from '@korob/platform/schema'
import { wrongStateDetails } from './contract.ts'
import * as examples from './dispatch-examples.ts'
import { changedDay, dispatchDay, movedDelivery } from './dispatch-views.ts'

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
  changeCourierDay: {
    method: 'PUT',
    path: '/api/operator/couriers/{courierId}/days/{date}',
    access: 'operator',
    audience: 'dispatcher',
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
    audience: 'dispatcher',
    operationId: 'restoreCourierDay',
    summary: "Let a courier's day be as the week has it",
    description: 'Again, it changes nothing.',
    params: courierDayParams,
    examples: { 'well again': { params: { courierId: examples.moved.courierId, date: examples.day.date } } },
    answers: { 200: { description: 'What became of the stops', schema: changedDay, example: examples.changedDay } },
    errors: ['not_found'],
  },
})
