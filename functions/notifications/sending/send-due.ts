import { count, logger } from '@korob/platform/observability'
import type { SmsGateway } from '../domain/gateway.ts'
import { type ClaimedMessage, claimDue } from '../store/claim.ts'
import { attempt } from './attempt.ts'
import { gatewayMayBeTried } from './breaker.ts'
import { resolve } from './resolve.ts'
import { leaseMs, parallelTexts } from './settings.ts'

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

/**
 * Sends what is due, several at once, until nothing is left, the gateway needs a rest, or time is up.
 * @param orderIds only texts of these orders
 * @param untilMs no attempt starts after this moment
 * @returns how many messages were worked
 */
export const sendDue = async (gateway: SmsGateway, untilMs: number, orderIds?: readonly string[]): Promise<number> => {
  const parallel = parallelTexts()
  const underWay = new Set<Promise<void>>()
  let total = 0
  const take = async () => {
    if (Date.now() >= untilMs || !gatewayMayBeTried()) return
    const claimedAtMs = Date.now()
    for (const message of await claimDue(parallel - underWay.size, leaseMs(), orderIds, !gateway.find)) {
      total += 1
      const one: Promise<void> = work(gateway, message, claimedAtMs).finally(() => underWay.delete(one))
      underWay.add(one)
    }
  }
  try {
    for (;;) {
      // Claims in handfuls: one statement for each text would be as many commits again.
      if (underWay.size <= parallel * 0.75) await take()
      if (underWay.size === 0) return total
      await Promise.race(underWay)
    }
  } finally {
    await Promise.all(underWay)
  }
}
