import { setTimeout as delay } from 'node:timers/promises'
import { count, logger } from '@korob/platform/observability'
import type { SmsGateway } from '../domain/gateway.ts'
import { type ClaimedMessage, claimDue } from '../store/claim.ts'
import { returnTurns, takeTurns } from '../store/pace.ts'
import { attempt } from './attempt.ts'
import { gatewayMayBeTried } from './breaker.ts'
import { resolve } from './resolve.ts'
import { leaseMs, parallelTexts, textsPerSecond, turnMs } from './settings.ts'

const work = async (gateway: SmsGateway, message: ClaimedMessage, claimedAtMs: number): Promise<void> => {
  try {
    if (message.status === 'unknown') await resolve(gateway, message)
    else await attempt(gateway, message, claimedAtMs)
  } catch (error) {
    // Its lease runs out, and another sender finds out what happened.
    count('attemptsBroken')
    logger.error('attempt broken off', { messageId: message.id, error: error as Error })
  }
}

export interface Sending {
  /** No attempt starts after this moment. */
  untilMs: number
  /** Only texts of these orders, or tries to sign in. */
  orderIds?: readonly string[]
  /** They are codes: somebody waits for each. */
  isForCodes?: boolean
  /** Until when to wait for a turn at the gateway, where texts a second are limited; what got none stays due. */
  patientUntilMs?: number
}

/** Claims as many as have a turn at the gateway. Undefined: none has, at the moment. */
const claimSome = async (
  gateway: SmsGateway,
  most: number,
  { orderIds, isForCodes = false }: Sending,
): Promise<ClaimedMessage[] | undefined> => {
  const perSecond = textsPerSecond()
  const turns = perSecond === 0 ? most : await takeTurns(most, perSecond, isForCodes)
  if (turns === 0) return undefined
  const claimed = await claimDue(turns, leaseMs(), orderIds, !gateway.find)
  if (perSecond > 0 && claimed.length < turns) await returnTurns(turns - claimed.length, perSecond)
  return claimed
}

/**
 * Sends what is due, several at once, until nothing is left, the gateway needs a rest, or time is up.
 * @returns how many messages were worked
 */
export const sendDue = async (gateway: SmsGateway, sending: Sending): Promise<number> => {
  const { untilMs, patientUntilMs = untilMs } = sending
  const parallel = parallelTexts()
  const underWay = new Set<Promise<void>>()
  let total = 0
  const take = async (): Promise<'taken' | 'no turn'> => {
    if (Date.now() >= untilMs || !gatewayMayBeTried()) return 'taken'
    const claimedAtMs = Date.now()
    const claimed = await claimSome(gateway, parallel - underWay.size, sending)
    for (const message of claimed ?? []) {
      total += 1
      const one: Promise<void> = work(gateway, message, claimedAtMs).finally(() => underWay.delete(one))
      underWay.add(one)
    }
    return claimed ? 'taken' : 'no turn'
  }
  try {
    for (;;) {
      // Claims in handfuls: one statement for each text would be as many commits again.
      const outcome = underWay.size <= parallel * 0.75 ? await take() : 'taken'
      const waits = outcome === 'no turn' && Date.now() < patientUntilMs
      if (waits) await Promise.race([delay(turnMs()), ...underWay])
      else if (underWay.size === 0) return total
      else await Promise.race(underWay)
    }
  } finally {
    await Promise.all(underWay)
  }
}
