import { etagHeader, ifMatch, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import * as examples from './examples.ts'
import { newZone, operatorZone, zoneChange } from './zone-views.ts'

const operators = { access: 'operator', audience: 'operator' } as const
const first = { 'if-match': '"1"' }

const zoneParams = z.object({ zoneId: z.string().min(1).max(64).describe('From listDeliveryZones') })
const { name, fee, outline } = examples.operatorZone

export const zoneRoutes = defineRoutes({
  zones: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/zones',
    operationId: 'listDeliveryZones',
    summary: 'List the delivery zones',
    description: 'In the order in which they are asked for an address: it belongs to the first that holds it.',
    answers: {
      200: {
        description: 'The zones with their fees',
        schema: z.object({ zones: z.array(operatorZone) }),
        example: { zones: [examples.operatorZone] },
      },
    },
    etag: true,
  },
  zone: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/zones/{zoneId}',
    operationId: 'readDeliveryZone',
    summary: 'Read a delivery zone',
    params: zoneParams,
    examples: { 'the town': { params: { zoneId: 'town' } } },
    answers: { 200: { description: 'The zone', schema: operatorZone, example: examples.operatorZone } },
    errors: ['not_found'],
    etag: true,
  },
  addZone: {
    ...operators,
    method: 'POST',
    path: '/api/operator/delivery/zones',
    operationId: 'addDeliveryZone',
    summary: 'Deliver to another zone',
    description:
      'Addresses in it can be ordered to a second later. Where it lies upon another zone, the one that is asked first counts.',
    body: newZone,
    examples: { 'across the river': { body: { id: 'across-the-river', name, fee, outline, place: 2 } } },
    answers: {
      201: { description: 'The zone', schema: operatorZone, headers: etagHeader, example: examples.operatorZone },
    },
    errors: ['already_exists'],
  },
  changeZone: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/delivery/zones/{zoneId}',
    operationId: 'changeDeliveryZone',
    summary: "Change a zone's name, fees, outline and place among the others",
    description:
      'Name and fees are replaced. Orders placed a second later go by the new rule; a shopper who saw the old fee is told `price_changed`, and what was ordered before is brought. Only for the revision that If-Match names: else somebody changed it meanwhile.',
    params: zoneParams,
    headers: ifMatch,
    body: zoneChange,
    examples: {
      'dearer when heavy': { params: { zoneId: 'town' }, headers: first, body: { name, fee } },
      'further out': { params: { zoneId: 'town' }, headers: first, body: { name, fee, outline } },
    },
    answers: {
      200: {
        description: 'The zone as it is now',
        schema: operatorZone,
        headers: etagHeader,
        example: examples.operatorZone,
      },
    },
    errors: ofChange,
    errorDetails: staleDetails,
  },
  removeZone: {
    ...operators,
    method: 'DELETE',
    path: '/api/operator/delivery/zones/{zoneId}',
    operationId: 'removeDeliveryZone',
    summary: 'Deliver to a zone no more',
    description:
      'Its addresses can be ordered to no more a second later, unless another zone holds them. What was ordered before is brought, and can be put off. The last zone stays: without one nothing can be ordered.',
    params: zoneParams,
    headers: ifMatch,
    examples: { 'a zone': { params: { zoneId: 'town' }, headers: first } },
    answers: { 204: { description: 'Takes no orders any more' } },
    errors: [...ofChange, 'in_use'],
    errorDetails: {
      ...staleDetails,
      in_use: { name: 'LastZoneProblem', schema: z.object({ isLast: z.literal(true) }), example: { isLast: true } },
    },
  },
})
