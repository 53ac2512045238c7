import { instant, minorUnits, timeWindow, z } from '@korob/platform/schema'
import { orderItem } from './contract.ts'

/** Parts of an order that its shopper and operators see alike. */

export const orderLine = orderItem
  .omit({ weightGrams: true })
  .extend({ priceMinor: minorUnits.describe('For one piece'), lineMinor: minorUnits })
  .meta({ id: 'OrderLine' })

export const orderDelivery = z
  .object({
    courier: z.object({ firstName: z.string() }),
    window: timeWindow.optional(),
    eta: instant.optional(),
    deliveredAt: instant.optional(),
    failure: z
      .object({ reason: z.string(), at: instant, attempt: z.int().min(1), triedAgain: z.boolean() })
      .optional()
      .describe('Why the courier came in vain, while nothing has followed'),
  })
  .meta({ id: 'OrderDelivery' })
