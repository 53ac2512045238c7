import { courierRoutes } from './courier-routes.ts'
import { dispatchRoutes } from './dispatch-routes.ts'
import { fleetRoutes } from './fleet-routes.ts'
import { offerRoutes } from './offer-routes.ts'
import { shopRoutes } from './shop-routes.ts'
import { slotRoutes } from './slot-routes.ts'
import { zoneRoutes } from './zone-routes.ts'

/** All endpoints of delivery. */
export const routes = {
  ...shopRoutes,
  ...offerRoutes,
  ...courierRoutes,
  ...dispatchRoutes,
  ...fleetRoutes,
  ...slotRoutes,
  ...zoneRoutes,
}
