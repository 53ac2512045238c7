import type { Language } from '@korob/platform/schema'
import { fill } from '../filling.ts'
import assignedTexts from '../texts/courier-assigned.json' with { type: 'json' }
import rescheduledTexts from '../texts/rescheduled.json' with { type: 'json' }
import { assignedValues, assignedVariant, courierAssigned } from './courier-assigned.ts'
import type { Plan } from './delivery.ts'
import { rescheduled, rescheduledValues } from './rescheduled.ts'

/** Texts that tell who brings an order, and when: of those that still wait only the last is true. */
export const announcements = [courierAssigned.event.type, rescheduled.event.type] as const

/** What each of them says once the plan is this. */
export const announced = (plan: Plan, language: Language, timeZone: string): { template: string; body: string }[] => [
  {
    template: courierAssigned.event.type,
    body: fill(assignedTexts[assignedVariant(plan)][language], assignedValues(plan, language, timeZone)),
  },
  {
    template: rescheduled.event.type,
    body: fill(rescheduledTexts.only[language], rescheduledValues(plan, language, timeZone)),
  },
]
