import { operatorIdOf } from '@korob/platform/audit-log'
import { http } from '@korob/platform/http'
import { revisionOf } from '@korob/platform/preconditions'
import {
  addTemplate,
  changeSlot,
  changeTemplate,
  listSlotsOfDay,
  listTemplates,
  removeTemplate,
} from '../actions/change-slots.ts'
import { addZone, changeZone, listZones, removeZone, showZone } from '../actions/change-zones.ts'
import { listCouriers } from '../actions/list-couriers.ts'
import { showProof, showRefusedProof } from '../actions/proof-photos.ts'
import { routes } from '../routes.ts'

export const handler = http(routes, 'operator', {
  couriers: listCouriers,
  zones: listZones,
  zone: ({ params }) => showZone(params.zoneId),
  addZone: ({ body, actor }) => addZone(body, operatorIdOf(actor)),
  changeZone: ({ params, headers, body, actor }) =>
    changeZone(params.zoneId, revisionOf(headers), body, operatorIdOf(actor)),
  removeZone: ({ params, headers, actor }) => removeZone(params.zoneId, revisionOf(headers), operatorIdOf(actor)),
  deliveryProof: ({ params }) => showProof(params.orderId),
  refusedStepProof: ({ params }) => showRefusedProof(params.refusedStepId),
  slotTemplates: listTemplates,
  addSlotTemplate: ({ body, actor }) => addTemplate(body, operatorIdOf(actor)),
  changeSlotTemplate: ({ params, headers, body, actor }) =>
    changeTemplate(params.templateId, revisionOf(headers), body, operatorIdOf(actor)),
  removeSlotTemplate: ({ params, headers, actor }) =>
    removeTemplate(params.templateId, revisionOf(headers), operatorIdOf(actor)),
  slotsOfDay: ({ params }) => listSlotsOfDay(params.date),
  changeSlot: ({ params, headers, body, actor }) =>
    changeSlot(params.slotId, revisionOf(headers), body, operatorIdOf(actor)),
})
