import { setTimeout as delay } from 'node:timers/promises'
import { transaction } from '@korob/platform/database'
import { count, logger } from '@korob/platform/observability'
import { type Accepted, type Failed, recordAccepted, recordAllAccepted, recordAllFailed } from '../store/attempted.ts'
import { obeyLatest } from '../store/opt-outs.ts'
import { persistently } from './persistently.ts'

/** What came of an attempt, and when it began. */
export type Kept = (Accepted | Failed) & { startedAt: Date }

const isAccepted = (kept: Kept): kept is Accepted & { startedAt: Date } => kept.outcome.kind === 'accepted'
const isFailed = (kept: Kept): kept is Failed & { startedAt: Date } => kept.outcome.kind !== 'accepted'

const checkDoubled = ({ message, outcome }: Accepted, gatewayId: string | undefined): void => {
  if (gatewayId === undefined || gatewayId === outcome.gatewayId) return
  count('textsDoubled')
  logger.error('the gateway has two texts of one message', {
    messageId: message.id,
    gatewayIds: [gatewayId, outcome.gatewayId],
  })
}

const keepAccepted = async (accepted: readonly Accepted[]): Promise<void> => {
  if (accepted.length === 0) return
  const known = await recordAllAccepted(accepted)
  for (const one of accepted) checkDoubled(one, known.get(one.message.id))
}

const keepOneAccepted = async (one: Accepted): Promise<void> =>
  checkDoubled(one, (await recordAccepted(one.message, one.outcome, one.durationMs)).gatewayId)

const keepFailed = async (failed: readonly (Failed & { startedAt: Date })[]): Promise<void> => {
  if (failed.length === 0) return
  await recordAllFailed(failed)
  for (const { message, outcome, startedAt } of failed)
    if (outcome.kind === 'refused' && outcome.hasOptedOut)
      await transaction((tx) => obeyLatest(tx, message.recipient, 'stop', startedAt, 'gateway'))
}

/** Where it can't be kept, a text that surely wasn't taken would count as one that may have been. */
const keepOne = async (one: Kept): Promise<void> => {
  try {
    await persistently(() =>
      isAccepted(one) ? keepOneAccepted(one) : keepFailed([one as Failed & { startedAt: Date }]),
    )
  } catch (error) {
    // Its lease runs out, and another sender finds out what happened.
    count('attemptsBroken')
    logger.error('outcome not kept', { messageId: one.message.id, error: error as Error })
  }
}

/** Keeps outcomes, those of each kind in one statement, or where that fails, one by one. Never throws. */
const keepAll = async (outcomes: readonly Kept[]): Promise<void> => {
  const accepted = outcomes.filter(isAccepted)
  const failed = outcomes.filter(isFailed)
  await Promise.all([
    keepAccepted(accepted).catch(() => Promise.all(accepted.map(keepOne))),
    keepFailed(failed).catch(() => Promise.all(failed.map(keepOne))),
  ])
}

const counters: Record<Kept['outcome']['kind'], string> = {
  accepted: 'textsAccepted',
  postponed: 'textsPostponed',
  refused: 'textsRefused',
  unknown: 'textsUnknown',
}

const countAll = (outcomes: readonly Kept[]): void => {
  for (const [kind, { length }] of Map.groupBy(outcomes, ({ outcome }) => outcome.kind)) count(counters[kind], length)
  const refusals = outcomes.filter(({ outcome }) => outcome.kind === 'postponed' && outcome.isOurFault)
  if (refusals.length > 0) count('gatewayRefusesUs', refusals.length)
}

const gatheredForMs = 5

/**
 * Keeps outcomes as they come, those together that come while others are being kept.
 * @param done is told of those that were
 */
export const outcomeKeeper = (done: (kept: readonly Kept[]) => void): ((outcome: Kept) => void) => {
  let gathered: Kept[] = []
  let isKeeping = false
  const keep = async (): Promise<void> => {
    isKeeping = true
    while (gathered.length > 0) {
      await delay(gatheredForMs)
      const outcomes = gathered
      gathered = []
      countAll(outcomes)
      await keepAll(outcomes)
      done(outcomes)
    }
    isKeeping = false
  }
  return (outcome) => {
    gathered.push(outcome)
    if (!isKeeping) void keep()
  }
}
