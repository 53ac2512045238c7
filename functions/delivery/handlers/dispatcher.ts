import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { changeDay, restoreDay } from '../actions/change-duty.ts'
import { moveDelivery } from '../actions/move-delivery.ts'
import { showDispatch } from '../actions/show-dispatch.ts'
import { dispatchRoutes } from '../dispatch-routes.ts'

export const handler = http(dispatchRoutes, 'dispatcher', {
  dispatchDay: ({ params }) => showDispatch(params.date),
  moveDelivery: ({ params, body, actor }) => moveDelivery(params.deliveryId, body, operatorIdOf(actor)),
  changeCourierDay: ({ params, body, actor }) =>
    changeDay(params.courierId, params.date, body.hours, operatorIdOf(actor)),
  restoreCourierDay: ({ params, actor }) => restoreDay(params.courierId, params.date, operatorIdOf(actor)),
})
