import { defineRoutes } from '@korob/platform/routes'
import { date, uuid, z } from '@korob/platform/schema'
import { wrongStateDetails } from './contract.ts'
import * as examples from './examples.ts'
import { roadRoutes } from './road-routes.ts'
import { deliveredStop, departureTaken, failedStop, stepTaken } from './road-views.ts'
import { courierDay, departure, fleet, stopStep } from './views.ts'

const routeParams = z.object({ routeId: uuid.describe('The id of a trip from readCourierRoute') })
const stopParams = z.object({ stopId: uuid.describe('The id of a stop from readCourierRoute') })

const refusedStep = { wrong_state: wrongStateDetails } as const
const refusedAtStop = {
  ...refusedStep,
  stop_moved: {
    name: 'StopMovedProblem',
    schema: z.object({ deliveryStatus: z.string().describe('Of the delivery, which another courier has') }),
    example: { deliveryStatus: 'departed' },
  },
} as const

/** What couriers call, and what operators ask of couriers' work. */
export const courierRoutes = defineRoutes({
  courierRoute: {
    method: 'GET',
    path: '/api/courier/route',
    access: 'courier',
    audience: 'courier',
    operationId: 'readCourierRoute',
    summary: "Read the courier's trip",
    description: "The trip under way, else the next with stops; with a date, that day's latest.",
    query: z.object({ date: date.optional().describe("A day of the shop's calendar") }),
    examples: { 'the next trip': {}, 'of a day': { query: { date: '2026-11-23' } } },
    answers: {
      200: {
        description: 'The trip with its stops in order; null if there is none',
        schema: courierDay,
        example: examples.day,
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
    operationId: 'departRoute',
    summary: 'Set off',
    description:
      'The courier sets off with every stop of the trip. Again, it changes nothing. With a planVersion, only if the trip is still the one that was shown: else it is `wrong_state`, and to be looked at again.',
    params: routeParams,
    body: departureTaken,
    examples: {
      'the trip': { params: { routeId: examples.routeId }, body: { happenedAt: '2026-11-23T14:41:10.000Z' } },
      'the trip as it was shown': { params: { routeId: examples.routeId }, body: { planVersion: 4 } },
    },
    answers: { 200: { description: 'The trip is under way', schema: departure, example: examples.departed } },
    errors: ['not_found', 'wrong_state'],
    errorDetails: refusedStep,
  },
  stopHandedOver: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/handed-over',
    access: 'courier',
    audience: 'courier',
    operationId: 'handOverStop',
    summary: 'Take a parcel',
    description: 'The parcel was handed to the courier. Again, it changes nothing.',
    params: stopParams,
    body: stepTaken,
    examples: { 'the stop': { params: { stopId: examples.stopId }, body: { happenedAt: '2026-11-23T14:38:00.000Z' } } },
    answers: { 200: { description: 'The stop', schema: stopStep, example: examples.handedOver } },
    errors: ['not_found', 'stop_moved', 'wrong_state'],
    errorDetails: refusedAtStop,
  },
  stopDelivered: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/delivered',
    access: 'courier',
    audience: 'courier',
    operationId: 'deliverStop',
    summary: 'Deliver a parcel',
    description:
      'The shopper has the parcel, and that is how the courier can tell. After five wrong codes another proof is needed. Again, with whatever proof, it changes nothing. Told after the parcel was planned anew, it counts if the trip was under way then and nobody else has left with the parcel; else it is `stop_moved`, and noted.',
    params: stopParams,
    body: deliveredStop,
    examples: {
      'with a note': {
        params: { stopId: examples.stopId },
        body: { proof: { kind: 'note', note: 'Отдал соседке из 13-й' }, happenedAt: '2026-11-23T15:18:44.512Z' },
      },
    },
    answers: { 200: { description: 'The stop', schema: stopStep, example: examples.delivered } },
    errors: ['not_found', 'stop_moved', 'wrong_state', 'wrong_code', 'not_uploaded'],
    errorDetails: refusedAtStop,
  },
  stopFailed: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/failed',
    access: 'courier',
    audience: 'courier',
    operationId: 'failStop',
    summary: 'Come in vain',
    description:
      'The parcel could not be handed over; it returns with the trip. It is tried again by itself where that can help, three times in all; then an operator decides. Again, it changes nothing.',
    params: stopParams,
    body: failedStop,
    examples: {
      'nobody opens': {
        params: { stopId: examples.stopId },
        body: { reason: 'nobody_home', comment: 'Домофон молчит' },
      },
    },
    answers: { 200: { description: 'The stop', schema: stopStep, example: examples.failed } },
    errors: ['not_found', 'stop_moved', 'wrong_state'],
    errorDetails: refusedAtStop,
  },
  couriers: {
    method: 'GET',
    path: '/api/operator/couriers',
    access: 'operator',
    audience: 'operator',
    operationId: 'listCouriers',
    summary: 'List the fleet',
    description: 'Every courier that routes are planned for. Who of them has a phone to sign in with, listStaff tells.',
    answers: {
      200: { description: 'The couriers, by name', schema: fleet, example: { couriers: [examples.courier] } },
    },
  },
  ...roadRoutes,
})
