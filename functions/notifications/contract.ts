import { defineOperation } from '@korob/platform/operation'
import { e164, instant, z } from '@korob/platform/schema'

/** Whether texts about orders go to a number, and if not, whose wish that is. */
export const orderTexts = z.object({
  orders: z.boolean().describe('Whether texts about orders are sent to the phone'),
  stoppedAt: instant.nullable().describe('Since when they are not'),
  stoppedBy: z
    .enum(['profile', 'phone'])
    .nullable()
    .describe('`phone`: it answered STOP to a text, or told the gateway so'),
  resumeBy: z
    .enum(['profile', 'phone'])
    .nullable()
    .describe('`phone`: only a text with START from it brings them back, since the gateway refuses them, too'),
  blockedByShop: z.boolean().describe('The shop sends this number nothing at all, whatever is wished'),
})
export type OrderTexts = z.infer<typeof orderTexts>

const common = { service: 'notifications', function: 'operations', timeoutMs: 4_000 } as const

export const readOrderTexts = defineOperation({
  ...common,
  name: 'readOrderTexts',
  description: 'Whether texts about orders go to a number.',
  input: z.object({ phone: e164 }),
  output: orderTexts,
  refusals: [],
})

export const wishOrderTexts = defineOperation({
  ...common,
  name: 'wishOrderTexts',
  description:
    'Does what the owner of a number wishes, unless a later wish is known, however it was told. Answers what holds then, from the next text on.',
  input: z.object({ phone: e164, orders: z.boolean(), wishedAt: instant }),
  output: orderTexts,
  refusals: ['stopped_by_phone'],
})
