import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import { changeZone, listZones, showZone } from '../actions/change-zones.ts'
import { listCouriers } from '../actions/list-couriers.ts'
import { showProof } from '../actions/proof-photos.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  couriers: listCouriers,
  zones: listZones,
  zone: ({ params }) => showZone(params.zoneId),
  changeZone: ({ params, headers, body, actor }) =>
    changeZone(params.zoneId, revisionOf(headers), body, operatorIdOf(actor)),
  deliveryProof: ({ params }) => showProof(params.orderId),
})
