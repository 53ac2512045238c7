import { defineRoutes } from '@korob/platform/routes'
import { z } from '@korob/platform/schema'
import { slotId, slotTaken, wrongStateDetails } from './contract.ts'
import * as examples from './examples.ts'
import { trackedSlots, trackingAnswer } from './views.ts'

export const linkParams = z.object({ token: z.string().min(1).max(200).describe('What follows /t/ in the link') })

const byTheLink = { access: 'public', audience: 'offers', params: linkParams } as const
const ofLink = { params: { token: examples.trackingToken } }
const whatIsOffered = "Only while trackDelivery's `offer` is there: else it is `wrong_state`."

/** A window that was given in place of the wished one is taken, changed or declined by whoever has the link. */
export const offerRoutes = defineRoutes({
  trackedSlots: {
    ...byTheLink,
    method: 'GET',
    path: '/api/tracking/{token}/slots',
    operationId: 'listTrackedSlots',
    summary: 'List the slots to choose from',
    description: `Slots of the days ahead for the order's own door and weight, the one it has among them. ${whatIsOffered}`,
    examples: { 'by the link': ofLink },
    answers: { 200: { description: 'The slots', schema: trackedSlots, example: examples.trackedSlots } },
    errors: ['not_found', 'wrong_state'],
    errorDetails: { wrong_state: wrongStateDetails },
  },
  chooseTrackedSlot: {
    ...byTheLink,
    method: 'PUT',
    path: '/api/tracking/{token}/slot',
    operationId: 'chooseTrackedSlot',
    summary: 'Take the offered slot, or another',
    description: `${whatIsOffered} Again, with the slot it has by now, it changes nothing.`,
    body: z.object({ slotId }).meta({ id: 'SlotChoice' }),
    examples: { 'another slot': { ...ofLink, body: { slotId: '20261123-18' } } },
    answers: { 200: { description: 'Where the delivery is', schema: trackingAnswer, example: examples.tracking } },
    errors: ['not_found', 'slot_taken', 'wrong_state'],
    errorDetails: {
      slot_taken: { schema: slotTaken, example: { reason: 'full' } },
      wrong_state: wrongStateDetails,
    },
  },
  declineTrackedSlot: {
    ...byTheLink,
    method: 'POST',
    path: '/api/tracking/{token}/cancellation',
    operationId: 'declineTrackedSlot',
    summary: 'Cancel for want of a slot',
    description: `None of the slots will do: nobody brings the order, which is cancelled within moments. ${whatIsOffered} Again, it changes nothing.`,
    examples: { 'by the link': ofLink },
    answers: { 200: { description: 'The delivery is off', schema: trackingAnswer, example: examples.declined } },
    errors: ['not_found', 'wrong_state'],
    errorDetails: { wrong_state: wrongStateDetails },
  },
})
