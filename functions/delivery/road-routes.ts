import { defineRoutes } from '@korob/platform/routes'
import { uuid, z } from '@korob/platform/schema'
import { wrongStateDetails } from './contract.ts'
import { stopId } from './examples.ts'
import * as examples from './road-examples.ts'
import {
  announcedPhoto,
  duty,
  dutyChange,
  photoUpload,
  positionsTaken,
  proofShown,
  reportedPositions,
} from './road-views.ts'

/** What couriers on the road send, besides the steps of their stops. */
export const roadRoutes = defineRoutes({
  positions: {
    method: 'POST',
    path: '/api/courier/positions',
    access: 'courier',
    audience: 'courier',
    operationId: 'reportPositions',
    summary: 'Tell where the courier is',
    description:
      'Many places at once, in any order. Kept while a trip is under way, thinned out, for a day; shoppers see the last one while their order is on its way. What can not be is left out and counted. Again, it changes nothing.',
    body: reportedPositions,
    examples: { 'two places': { body: examples.positions } },
    answers: { 200: { description: 'What became of them', schema: positionsTaken, example: examples.taken } },
    errors: ['not_found'],
  },
  duty: {
    method: 'PUT',
    path: '/api/courier/duty',
    access: 'courier',
    audience: 'courier',
    operationId: 'changeDuty',
    summary: 'Begin work, or end it',
    description: 'Not in the middle of a trip. Again, it changes nothing.',
    body: dutyChange,
    examples: { begin: { body: { onDuty: true } } },
    answers: { 200: { description: 'Since when the courier works', schema: duty, example: examples.duty } },
    errors: ['not_found', 'wrong_state'],
    errorDetails: { wrong_state: wrongStateDetails },
  },
  stopPhotos: {
    method: 'POST',
    path: '/api/courier/stops/{stopId}/photos',
    access: 'courier',
    audience: 'courier',
    operationId: 'announcePhoto',
    summary: 'Announce a photo of a parcel at its door',
    description: 'Answers where to PUT just this file within a quarter of an hour; deliverStop then names it.',
    params: z.object({ stopId: uuid.describe('The id of a stop from readCourierRoute') }),
    body: announcedPhoto,
    examples: { 'a photo': { params: { stopId }, body: { mediaType: 'image/jpeg', sizeBytes: 240_000 } } },
    answers: { 200: { description: 'Where it goes', schema: photoUpload, example: examples.upload } },
    errors: ['not_found'],
  },
  refusedStepProof: {
    method: 'GET',
    path: '/api/operator/delivery/refused-steps/{refusedStepId}/proof',
    access: 'operator',
    audience: 'operator',
    operationId: 'readRefusedProof',
    summary: 'Read how a courier can tell of a delivery that was refused',
    params: z.object({ refusedStepId: uuid.describe('From readDeliveryDay') }),
    examples: { 'a step': { params: { refusedStepId: examples.refusedStepId } } },
    answers: { 200: { description: 'The proof', schema: proofShown, example: examples.proof } },
    errors: ['not_found'],
  },
  deliveryProof: {
    method: 'GET',
    path: '/api/operator/orders/{orderId}/delivery-proof',
    access: 'operator',
    audience: 'operator',
    operationId: 'readDeliveryProof',
    summary: 'Read how it was told that an order was delivered',
    params: z.object({ orderId: uuid.describe('Of a placed order') }),
    examples: { 'an order': { params: { orderId: examples.orderId } } },
    answers: { 200: { description: 'The proof', schema: proofShown, example: examples.proof } },
    errors: ['not_found'],
  },
})
