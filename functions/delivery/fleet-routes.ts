import { etagHeader, ifMatch, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import * as examples from './fleet-examples.ts'
import { courierSettings, depot, depotNeeds, depotSettings, fleetCourier, shortId } from './fleet-views.ts'

/** Changes have trips planned anew: with the planner, a function of its own serves them. */
const operators = { access: 'operator', audience: 'manager' } as const
const first = { 'if-match': '"1"' }

const courierParams = z.object({ courierId: uuid.describe('From listCouriers') })
const depotParams = z.object({ depotId: z.string().min(1).max(64).describe('From listDepots') })

export const fleetRoutes = defineRoutes({
  courier: {
    ...operators,
    method: 'GET',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'readCourier',
    summary: 'Read a courier of the fleet',
    description: 'Vehicle, depot, speed, and the shifts of a week with their breaks.',
    params: courierParams,
    examples: { 'a courier': { params: { courierId: examples.courier.id } } },
    answers: { 200: { description: 'The courier', schema: fleetCourier, example: examples.courier } },
    errors: ['not_found'],
    etag: true,
  },
  addCourier: {
    ...operators,
    method: 'POST',
    path: '/api/operator/couriers',
    operationId: 'addCourier',
    summary: 'Add a courier to the fleet',
    description: 'Slots have room for what the courier can bring at once. To sign in, the courier has to be invited.',
    body: courierSettings,
    examples: { 'with a bike': { body: examples.settings } },
    answers: {
      201: { description: 'The courier', schema: fleetCourier, headers: etagHeader, example: examples.courier },
    },
  },
  changeCourier: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'changeCourier',
    summary: 'Change a courier: vehicle, depot, speed, shifts and breaks',
    description:
      'All is replaced. Stops of planned trips that no longer fit go to others at once, and who waits is told; what nobody can take waits for a courier.',
    params: courierParams,
    headers: ifMatch,
    body: courierSettings,
    examples: {
      'other hours': { params: { courierId: examples.courier.id }, headers: first, body: examples.settings },
    },
    answers: {
      200: {
        description: 'The courier as it is now',
        schema: fleetCourier,
        headers: etagHeader,
        example: examples.courier,
      },
    },
    errors: ofChange,
    errorDetails: staleDetails,
  },
  removeCourier: {
    ...operators,
    method: 'DELETE',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'removeCourier',
    summary: 'Take a courier out of the fleet',
    description: 'Planned stops go to others at once. What was delivered keeps the name.',
    params: courierParams,
    headers: ifMatch,
    examples: { 'a courier': { params: { courierId: examples.courier.id }, headers: first } },
    answers: { 204: { description: 'Works no more' } },
    errors: ofChange,
    errorDetails: staleDetails,
  },
  depots: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/depots',
    operationId: 'listDepots',
    summary: 'List the depots',
    answers: {
      200: {
        description: 'Where trips begin',
        schema: z.object({ depots: z.array(depot) }),
        example: { depots: [examples.depot] },
      },
    },
    etag: true,
  },
  addDepot: {
    ...operators,
    method: 'POST',
    path: '/api/operator/delivery/depots',
    operationId: 'addDepot',
    summary: 'Add a depot',
    body: z.object({ id: shortId, ...depotSettings.shape }),
    examples: {
      'in the east': { body: { id: 'depot-2', name: examples.depot.name, location: examples.depot.location } },
    },
    answers: { 201: { description: 'The depot', schema: depot, headers: etagHeader, example: examples.depot } },
    errors: ['already_exists'],
  },
  changeDepot: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/delivery/depots/{depotId}',
    operationId: 'changeDepot',
    summary: 'Rename or move a depot',
    description: 'Trips that begin there are fitted to it: stops that no longer fit go to others at once.',
    params: depotParams,
    headers: ifMatch,
    body: depotSettings,
    examples: {
      moved: {
        params: { depotId: examples.depot.id },
        headers: first,
        body: { name: examples.depot.name, location: examples.depot.location },
      },
    },
    answers: {
      200: { description: 'The depot as it is now', schema: depot, headers: etagHeader, example: examples.depot },
    },
    errors: ofChange,
    errorDetails: staleDetails,
  },
  removeDepot: {
    ...operators,
    method: 'DELETE',
    path: '/api/operator/delivery/depots/{depotId}',
    operationId: 'removeDepot',
    summary: 'Give a depot up',
    description: 'Once no courier of the fleet begins there and no trip that did is on the road.',
    params: depotParams,
    headers: ifMatch,
    examples: { 'a depot': { params: { depotId: examples.depot.id }, headers: first } },
    answers: { 204: { description: 'No trip begins there' } },
    errors: [...ofChange, 'in_use'],
    errorDetails: {
      ...staleDetails,
      in_use: { name: 'DepotInUseProblem', schema: depotNeeds, example: examples.depotNeeds },
    },
  },
})
