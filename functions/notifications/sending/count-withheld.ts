import { count } from '@korob/platform/observability'
import type { Withholding } from '../domain/admission.ts'

const counters: Record<Withholding, string> = {
  blocked: 'textsBlocked',
  opted_out: 'textsOptedOut',
  limited: 'textsLimited',
}

/** Counts texts that were withheld as they were kept. After the commit: a transaction may be run again, or divided. */
export const countWithheld = (withheld: readonly Withholding[]): void => {
  for (const reason of withheld) count(counters[reason])
}
