import { etagHeader, ifMatch, ofChange, staleDetails } from '@korob/platform/preconditions'
import { defineRoutes } from '@korob/platform/routes'
import { date, uuid, z } from '@korob/platform/schema'
import { slotId } from './contract.ts'
import * as examples from './fleet-examples.ts'
import { operatorSlot, slotSettings, template, templateSettings } from './fleet-views.ts'

const operators = { access: 'operator', audience: 'operator' } as const
const first = { 'if-match': '"1"' }

const templateParams = z.object({ templateId: uuid.describe('From listSlotTemplates') })
const dayParams = z.object({ date: date.describe("A day of the shop's calendar") })
const slotParams = z.object({ slotId })

export const slotRoutes = defineRoutes({
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
    answers: { 201: { description: 'The window', schema: template, headers: etagHeader, example: examples.template } },
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
      200: {
        description: 'The window as it is now',
        schema: template,
        headers: etagHeader,
        example: examples.template,
      },
    },
    errors: [...ofChange, 'already_exists'],
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
    errors: ofChange,
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
      200: { description: 'The slot as it is now', schema: operatorSlot, headers: etagHeader, example: examples.slot },
    },
    errors: ofChange,
    errorDetails: staleDetails,
  },
})
