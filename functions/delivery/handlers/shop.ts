import { http } from '@korob/platform/http'
import { offerSlots } from '../actions/offer-slots.ts'
import { trackOrder } from '../actions/track-order.ts'
import { shopRoutes } from '../shop-routes.ts'

export const handler = http(shopRoutes, 'shop', {
  slots: ({ query }) => offerSlots(query),
  tracking: ({ params }) => trackOrder(params.token),
})
