import type { SmsGateway } from '../domain/gateway.ts'
import { chosenGateway } from '../gateway/chosen.ts'
import { returnUnasked, returnUntried } from '../store/attempted.ts'
import { type ClaimedMessage, claimDue } from '../store/claim.ts'
import type { Claiming } from '../store/draft.ts'
import { returnTurns, takeTurns } from '../store/pace.ts'
import { gatewayMayBeTried } from './breaker.ts'
import { persistently } from './persistently.ts'
import { claimedAtOnce, leaseMs, textsPerSecond } from './settings.ts'

export interface Claim {
  messages: ClaimedMessage[]
  /** As many were due as could be claimed: there may be more. */
  isFull: boolean
}

/** Claims as many as have a turn at the gateway. Undefined: none has, at the moment. */
export const claimInTurn = async (
  gateway: SmsGateway,
  most: number,
  orderIds: readonly string[] | undefined,
  isForCodes: boolean,
): Promise<Claim | undefined> => {
  const perSecond = textsPerSecond()
  const turns = perSecond === 0 ? most : await takeTurns(most, perSecond, isForCodes)
  if (turns === 0) return undefined
  const messages = await claimDue(turns, leaseMs(), orderIds, !gateway.find)
  const unused = turns - messages.length
  await giveBackTurns(unused)
  return { messages, isFull: unused === 0 }
}

/**
 * How texts are claimed with the statement that keeps them, which saves a commit and the time until they are sent. Not while the
 * gateway rests, or texts a second are limited: without a turn a text is left to whoever has one.
 */
export const claimingNow = (): Claiming | undefined => {
  if (textsPerSecond() > 0 || !gatewayMayBeTried()) return undefined
  try {
    return { most: claimedAtOnce(), leaseMs: leaseMs(), marksHandOver: !chosenGateway().find }
  } catch {
    // Settings that nothing can be sent by: sending says so, and the texts are kept all the same.
    return undefined
  }
}

/** Gives back turns of texts that don't use them. */
export const giveBackTurns = async (unused: number): Promise<void> => {
  const perSecond = textsPerSecond()
  if (perSecond > 0 && unused > 0) await returnTurns(unused, perSecond)
}

/** Gives back what was claimed and will not be tried now, and its turns. */
export const giveBack = async (untried: readonly ClaimedMessage[]): Promise<void> => {
  const unsent = untried.filter(({ status }) => status === 'sending')
  const unasked = untried.filter(({ status }) => status === 'unknown')
  if (unsent.length > 0) await persistently(() => returnUntried(unsent))
  if (unasked.length > 0) await persistently(() => returnUnasked(unasked))
  await giveBackTurns(untried.length)
}
