import { recordAction } from '@korob/platform/audit-log'
import { database, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { type OpenRefusedStep, readOpenRefusedSteps, settleStep } from '../store/refused-steps.ts'

/** More are a flood that nobody sorts by hand. */
const mostShown = 200

const shown = (step: OpenRefusedStep) => {
  const { courierId, firstName, happenedAt, receivedAt, proofKind, note, photoId, proofFits, ...rest } = step
  return {
    ...rest,
    courier: { id: courierId, firstName },
    happenedAt: happenedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    proof: proofKind && { kind: proofKind, note, photoId, fits: proofFits },
  }
}

/** What couriers say to have done though it was no longer theirs to do, until somebody has sorted it out. */
export const showRefusedSteps = async () => (await readOpenRefusedSteps(database, mostShown)).map(shown)

/** Somebody has sorted it out. Again, it changes nothing. @throws Problem not_found */
export const settleRefusedStep = (refusedStepId: string, operatorId: string): Promise<undefined> =>
  transaction(async (tx) => {
    const settled = await settleStep(tx, refusedStepId, operatorId)
    if (!settled) throw new Problem('not_found')
    if (settled.isNew)
      await recordAction(tx, {
        operatorId,
        action: 'refused_step.settle',
        target: { type: 'delivery', id: settled.deliveryId },
        after: { refusedStepId },
      })
    return undefined
  })
