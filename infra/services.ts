import type { ServiceName } from '@korob/platform/migrate'
import type { Audience, Route, Routes } from '@korob/platform/routes'
import { routes as backend } from '../functions/backend/routes.ts'
import { routes as catalog } from '../functions/catalog/routes.ts'
import { routes as delivery } from '../functions/delivery/routes.ts'
import { routes as notifications } from '../functions/notifications/routes.ts'
import { routes as orders } from '../functions/orders/routes.ts'

/** The endpoints of every service. */
export const routesOfServices: Readonly<Record<ServiceName, Routes>> = {
  backend,
  catalog,
  orders,
  delivery,
  notifications,
}

export interface Endpoint {
  readonly service: ServiceName
  /** The route's name in its table. */
  readonly name: string
  readonly route: Route
}

/** All endpoints, in the order of services and of their tables. */
export const endpoints: readonly Endpoint[] = Object.entries(routesOfServices).flatMap(([service, routes]) =>
  Object.entries(routes).map(([name, route]) => ({ service: service as ServiceName, name, route })),
)

/** Those that are the API; the others are about it. */
export const documentedEndpoints = endpoints.filter(({ route }) => route.audience !== 'developer')

/** Id of the function that serves an endpoint: one per service and audience. */
export const servingFunction = ({ service, route }: Endpoint): string => `${service}-${route.audience}`

/** Whether API Gateway asks the authorizer before it calls the function. */
export const needsAuthorizer = ({ route }: Endpoint): boolean =>
  route.access !== 'public' && route.access !== 'optional'

/** Whether a function that serves HTTP ever looks at a token. */
export const readsTokens = (service: ServiceName, audience: Audience | (string & {})): boolean =>
  endpoints.some((one) => one.service === service && one.route.audience === audience && one.route.access !== 'public')
