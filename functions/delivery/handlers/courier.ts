import { http } from '@korob/platform/http'
import { deliverStop, depart, failStop, handOverStop } from '../actions/courier-steps.ts'
import { showCourierRoute } from '../actions/show-courier-route.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'courier', {
  courierRoute: ({ actor, query }) => showCourierRoute(actor, query.date),
  routeDeparted: ({ actor, params, body }) => depart(actor, params.routeId, body?.planVersion),
  stopHandedOver: ({ actor, params }) => handOverStop(actor, params.stopId),
  stopDelivered: ({ actor, params }) => deliverStop(actor, params.stopId),
  stopFailed: ({ actor, params, body }) => failStop(actor, params.stopId, body),
})
