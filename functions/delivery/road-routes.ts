import { defineRoutes } from '@korob/platform/routes'
import * as examples from './road-examples.ts'
import { positionsTaken, reportedPositions } from './road-views.ts'

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
})
