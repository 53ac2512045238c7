import { http } from '@korob/platform/http'
import { offerSlots } from '../actions/offer-slots.ts'
import { trackOrder } from '../actions/track-order.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'shop', {
  slots: ({ query }) => offerSlots(query),
  tracking: ({ params }) => trackOrder(params.token),
})
