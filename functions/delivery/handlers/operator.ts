import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { changeDay, restoreDay } from '../actions/change-duty.ts'
import { changeZone, listZones, showZone } from '../actions/change-zones.ts'
import { listCouriers } from '../actions/list-couriers.ts'
import { moveDelivery } from '../actions/move-delivery.ts'
import { showProof } from '../actions/proof-photos.ts'
import { showDispatch } from '../actions/show-dispatch.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  couriers: listCouriers,
  zones: listZones,
  zone: ({ params }) => showZone(params.zoneId),
  changeZone: ({ params, headers, body, actor }) =>
    changeZone(params.zoneId, revisionOf(headers), body, operatorIdOf(actor)),
  deliveryProof: ({ params }) => showProof(params.orderId),
  dispatchDay: ({ params }) => showDispatch(params.date),
  moveDelivery: ({ params, body, actor }) => moveDelivery(params.deliveryId, body, operatorIdOf(actor)),
  changeCourierDay: ({ params, body, actor }) =>
    changeDay(params.courierId, params.date, body.hours, operatorIdOf(actor)),
  restoreCourierDay: ({ params, actor }) => restoreDay(params.courierId, params.date, operatorIdOf(actor)),
})
