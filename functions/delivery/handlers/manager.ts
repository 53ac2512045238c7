import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { addDepot, changeDepot, listDepots, removeDepot } from '../actions/change-depots.ts'
import { addCourier, changeCourier, removeCourier, showCourier } from '../actions/change-fleet.ts'
import { fleetRoutes } from '../fleet-routes.ts'

export const handler = http(fleetRoutes, 'manager', {
  courier: ({ params }) => showCourier(params.courierId),
  addCourier: ({ body, actor }) => addCourier(body, operatorIdOf(actor)),
  changeCourier: ({ params, headers, body, actor }) =>
    changeCourier(params.courierId, revisionOf(headers), body, operatorIdOf(actor)),
  removeCourier: ({ params, headers, actor }) =>
    removeCourier(params.courierId, revisionOf(headers), operatorIdOf(actor)),
  depots: listDepots,
  addDepot: ({ body, actor }) => addDepot(body, operatorIdOf(actor)),
  changeDepot: ({ params, headers, body, actor }) =>
    changeDepot(params.depotId, revisionOf(headers), body, operatorIdOf(actor)),
  removeDepot: ({ params, headers, actor }) => removeDepot(params.depotId, revisionOf(headers), operatorIdOf(actor)),
})
