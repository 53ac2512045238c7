import { http } from '@korob/platform/http'
import { chooseSlot, declineOffer, listOfferedSlots } from '../actions/answer-offer.ts'
import { offerRoutes } from '../offer-routes.ts'

export const handler = http(offerRoutes, 'offers', {
  trackedSlots: ({ params }) => listOfferedSlots(params.token),
  chooseTrackedSlot: ({ params, body }) => chooseSlot(params.token, body.slotId),
  declineTrackedSlot: ({ params }) => declineOffer(params.token),
})
