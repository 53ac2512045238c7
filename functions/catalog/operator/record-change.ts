import { isDeepStrictEqual } from 'node:util'
import { type OperatorAction, recordAction } from '@korob/platform/audit-log'
import type { Transaction } from '@korob/platform/database'

/** Who did what to which thing of the catalogue. */
export type Deed = Pick<OperatorAction, 'operatorId' | 'action' | 'target'>

export const deedOn = (type: string, id: string, operatorId: string, verb: string): Deed => ({
  operatorId,
  action: `${type}.${verb}`,
  target: { type, id },
})

const pick = (facts: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)))

/** Writes to the audit log what of a thing is other than it was, in the transaction that changes it. Nothing if nothing is. */
export const recordChange = async <Facts extends object>(
  tx: Transaction,
  deed: Deed,
  before: Facts,
  after: Facts,
): Promise<void> => {
  const old = new Map(Object.entries(before))
  const names = Object.entries(after).flatMap(([name, value]) =>
    isDeepStrictEqual(value, old.get(name)) ? [] : [name],
  )
  if (names.length === 0) return
  await recordAction(tx, { ...deed, before: pick(before, names), after: pick(after, names) })
}
