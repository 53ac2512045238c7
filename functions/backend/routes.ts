import { accountRoutes } from './account-routes.ts'
import { developerRoutes } from './developer-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { shopRoutes } from './shop-routes.ts'

/** All endpoints of the backend. A function imports only those that it serves. */
export const routes = { ...shopRoutes, ...accountRoutes, ...developerRoutes, ...operatorRoutes }
