import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { changeDay, listDays, restoreDay } from '../actions/change-duty.ts'
import { endTrip } from '../actions/end-trip.ts'
import { dispatchRoutes } from '../dispatch-routes.ts'

export const handler = http(dispatchRoutes, 'supervisor', {
  endTrip: ({ params, body, actor }) => endTrip(params.routeId, body, operatorIdOf(actor)),
  courierDays: ({ params }) => listDays(params.courierId),
  changeCourierDay: ({ params, body, actor }) =>
    changeDay(params.courierId, params.date, body.hours, operatorIdOf(actor)),
  restoreCourierDay: ({ params, actor }) => restoreDay(params.courierId, params.date, operatorIdOf(actor)),
})
