import { ifMatch, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { date, uuid, z } from '@korob/platform/schema'
import { slotId } from './contract.ts'
import * as examples from './fleet-examples.ts'
import {
  courierSettings,
  depot,
  depotId,
  depotSettings,
  fleetCourier,
  operatorSlot,
  slotSettings,
  template,
  templateSettings,
} from './fleet-views.ts'

const operators = { access: 'operator', audience: 'operator' } as const
const etag = { etag: { description: 'Of this revision, for If-Match', schema: z.string().regex(/^"\d+"$/) } }
const revised = ['not_found', 'precondition_failed', 'precondition_required'] as const
const first = { 'if-match': '"1"' }

const courierParams = z.object({ courierId: uuid.describe('From listCouriers') })
const depotParams = z.object({ depotId: z.string().min(1).max(64).describe('From listDepots') })
const templateParams = z.object({ templateId: uuid.describe('From listSlotTemplates') })
const dayParams = z.object({ date: date.describe("A day of the shop's calendar") })
const slotParams = z.object({ slotId })

export const fleetRoutes = defineRoutes({
  courier: {
    ...operators,
    method: 'GET',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'readCourier',
    summary: 'Read a courier of the fleet',
    description: 'Vehicle, depot, speed, and the shifts of a week with their breaks.',
    params: courierParams,
    examples: { 'a courier': { params: { courierId: examples.courier.id } } },
    answers: { 200: { description: 'The courier', schema: fleetCourier, example: examples.courier } },
    errors: ['not_found'],
    etag: true,
  },
  addCourier: {
    ...operators,
    method: 'POST',
    path: '/api/operator/couriers',
    operationId: 'addCourier',
    summary: 'Add a courier to the fleet',
    description: 'Slots have room for what the courier can bring at once. To sign in, the courier has to be invited.',
    body: courierSettings,
    examples: { 'with a bike': { body: examples.settings } },
    answers: {
      201: { description: 'The courier', schema: fleetCourier, headers: etag, example: examples.courier },
    },
  },
  changeCourier: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'changeCourier',
    summary: 'Change a courier: vehicle, depot, speed, shifts and breaks',
    description:
      'All is replaced. Stops of planned trips that no longer fit go to others at once, and who waits is told; what nobody can take waits for a courier.',
    params: courierParams,
    headers: ifMatch,
    body: courierSettings,
    examples: {
      'other hours': { params: { courierId: examples.courier.id }, headers: first, body: examples.settings },
    },
    answers: {
      200: { description: 'The courier as it is now', schema: fleetCourier, headers: etag, example: examples.courier },
    },
    errors: [...revised],
    errorDetails: staleDetails,
  },
  removeCourier: {
    ...operators,
    method: 'DELETE',
    path: '/api/operator/couriers/{courierId}',
    operationId: 'removeCourier',
    summary: 'Take a courier out of the fleet',
    description: 'Planned stops go to others at once. What was delivered keeps the name.',
    params: courierParams,
    headers: ifMatch,
    examples: { 'a courier': { params: { courierId: examples.courier.id }, headers: first } },
    answers: { 204: { description: 'Works no more' } },
    errors: [...revised],
    errorDetails: staleDetails,
  },
  depots: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/depots',
    operationId: 'listDepots',
    summary: 'List the depots',
    answers: {
      200: {
        description: 'Where trips begin',
        schema: z.object({ depots: z.array(depot) }),
        example: { depots: [examples.depot] },
      },
    },
    etag: true,
  },
  addDepot: {
    ...operators,
    method: 'POST',
    path: '/api/operator/delivery/depots',
    operationId: 'addDepot',
    summary: 'Add a depot',
    body: z.object({ id: depotId, ...depotSettings.shape }),
    examples: {
      'in the east': { body: { id: 'depot-2', name: examples.depot.name, location: examples.depot.location } },
    },
    answers: { 201: { description: 'The depot', schema: depot, headers: etag, example: examples.depot } },
    errors: ['already_exists'],
  },
  changeDepot: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/delivery/depots/{depotId}',
    operationId: 'changeDepot',
    summary: 'Rename or move a depot',
    description: 'Trips that begin there are fitted to it: stops that no longer fit go to others at once.',
    params: depotParams,
    headers: ifMatch,
    body: depotSettings,
    examples: {
      moved: {
        params: { depotId: examples.depot.id },
        headers: first,
        body: { name: examples.depot.name, location: examples.depot.location },
      },
    },
    answers: { 200: { description: 'The depot as it is now', schema: depot, headers: etag, example: examples.depot } },
    errors: [...revised],
    errorDetails: staleDetails,
  },
  slotTemplates: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/slot-templates',
    operationId: 'listSlotTemplates',
    summary: 'List the windows that are offered',
    answers: {
      200: {
        description: 'By the minute they begin at',
        schema: z.object({ templates: z.array(template) }),
        example: { templates: [examples.template] },
      },
    },
    etag: true,
  },
  addSlotTemplate: {
    ...operators,
    method: 'POST',
    path: '/api/operator/delivery/slot-templates',
    operationId: 'addSlotTemplate',
    summary: 'Offer another window',
    description: 'On some days of the week, from now on. Two windows of a day may overlap, but not begin together.',
    body: templateSettings,
    examples: { 'early on weekends': { body: examples.templateSettings } },
    answers: { 201: { description: 'The window', schema: template, headers: etag, example: examples.template } },
    errors: ['already_exists'],
  },
  changeSlotTemplate: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/delivery/slot-templates/{templateId}',
    operationId: 'changeSlotTemplate',
    summary: 'Change a window that is offered',
    description:
      'Bound and cut-off of its slots to come follow, but for those that were set apart. With other days or hours, slots of the old ones give no place away any more.',
    params: templateParams,
    headers: ifMatch,
    body: templateSettings,
    examples: {
      'closes earlier': {
        params: { templateId: examples.template.id },
        headers: first,
        body: examples.templateSettings,
      },
    },
    answers: {
      200: { description: 'The window as it is now', schema: template, headers: etag, example: examples.template },
    },
    errors: [...revised, 'already_exists'],
    errorDetails: staleDetails,
  },
  removeSlotTemplate: {
    ...operators,
    method: 'DELETE',
    path: '/api/operator/delivery/slot-templates/{templateId}',
    operationId: 'removeSlotTemplate',
    summary: 'Offer a window no more',
    description: 'Its slots to come give no place away; who has one keeps it.',
    params: templateParams,
    headers: ifMatch,
    examples: { 'a window': { params: { templateId: examples.template.id }, headers: first } },
    answers: { 204: { description: 'Not offered any more' } },
    errors: [...revised],
    errorDetails: staleDetails,
  },
  slotsOfDay: {
    ...operators,
    method: 'GET',
    path: '/api/operator/delivery/days/{date}/slots',
    operationId: 'listSlotsOfDay',
    summary: 'List the slots of a day',
    params: dayParams,
    examples: { 'a day': { params: { date: '2026-11-23' } } },
    answers: {
      200: {
        description: 'In the order of time',
        schema: z.object({ slots: z.array(operatorSlot) }),
        example: { slots: [examples.slot] },
      },
    },
    etag: true,
  },
  changeSlot: {
    ...operators,
    method: 'PUT',
    path: '/api/operator/delivery/slots/{slotId}',
    operationId: 'changeSlot',
    summary: "Change a slot's bound and cut-off",
    description: 'Whatever its template says. With 0 no place is given away any more; who has one keeps it.',
    params: slotParams,
    headers: ifMatch,
    body: slotSettings,
    examples: {
      closed: {
        params: { slotId: examples.slot.id },
        headers: first,
        body: { capacity: 0, cutoffMinutes: 60 },
      },
    },
    answers: {
      200: { description: 'The slot as it is now', schema: operatorSlot, headers: etag, example: examples.slot },
    },
    errors: [...revised],
    errorDetails: staleDetails,
  },
})
