import { localized, z } from '@korob/platform/schema'
import { feeRule, weightSteps } from './contract.ts'
import { faultOfRing } from './domain/outline.ts'
import { placeName, shortId } from './fleet-views.ts'

const corner = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

/** As an operator draws it: one ring that doesn't cross itself, closed or to be closed. */
const drawnOutline = z
  .array(corner)
  .min(3)
  .max(400)
  .superRefine((outline, context) => {
    // Too few corners is told already.
    const fault = outline.length < 3 ? undefined : faultOfRing(outline)
    if (fault) context.addIssue({ code: 'custom', path: [fault.index], message: fault.message })
  })
  .describe(
    'A ring of longitude and latitude, as in GeoJSON; closed, if it is not. It must not cross itself, nor lie far from every street that is known',
  )

const place = z
  .int()
  .min(1)
  .max(1000)
  .describe(
    'Which of the zones it is asked as, from 1; beyond the last: the last. An address belongs to the first that holds it',
  )

const zoneSettings = z.object({
  name: placeName,
  fee: feeRule.extend({ weightSteps: weightSteps.default([]) }).meta({ id: 'FeeRuleToSet' }),
})

export const newZone = zoneSettings
  .extend({ id: shortId, outline: drawnOutline, place: place.optional().describe('The last, if left out') })
  .meta({ id: 'NewDeliveryZone' })

export const zoneChange = zoneSettings
  .extend({
    outline: drawnOutline.optional().describe('Stays, if left out'),
    place: place.optional().describe('Stays, if left out'),
  })
  .meta({ id: 'DeliveryZoneChange' })

export const operatorZone = z
  .object({
    id: z.string(),
    name: localized,
    fee: feeRule,
    outline: z
      .array(z.tuple([z.number(), z.number()]))
      .describe('A closed ring of longitude and latitude, as in GeoJSON'),
    revision: z.int().min(1).describe('Counts changes; the ETag of the zone, for If-Match'),
  })
  .meta({ id: 'OperatorZone' })
