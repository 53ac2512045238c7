import { operatorRoutes } from './operator-routes.ts'
import { shopRoutes } from './shop-routes.ts'

/** All endpoints of orders. A function imports only those that it serves. */
export const routes = { ...shopRoutes, ...operatorRoutes }
