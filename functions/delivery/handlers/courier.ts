import { http } from '@korob/platform/http'
import { depart, failStop, handOverStop } from '../actions/courier-steps.ts'
import { deliverStop } from '../actions/deliver-stop.ts'
import { changeDuty } from '../actions/duty.ts'
import { announcePhoto } from '../actions/proof-photos.ts'
import { recordPositions } from '../actions/record-positions.ts'
import { showCourierRoute } from '../actions/show-courier-route.ts'
import { courierRoutes } from '../courier-routes.ts'

export const handler = http(courierRoutes, 'courier', {
  courierRoute: ({ actor, query }) => showCourierRoute(actor, query.date),
  routeDeparted: ({ actor, params, body }) => depart(actor, params.routeId, body),
  stopHandedOver: ({ actor, params, body }) => handOverStop(actor, params.stopId, body),
  stopDelivered: ({ actor, params, body }) => deliverStop(actor, params.stopId, body),
  stopFailed: ({ actor, params, body }) => failStop(actor, params.stopId, body),
  positions: ({ actor, body }) => recordPositions(actor, body.points, body.sentAt),
  duty: ({ actor, body }) => changeDuty(actor, body),
  stopPhotos: ({ actor, params, body }) => announcePhoto(actor, params.stopId, body),
})
