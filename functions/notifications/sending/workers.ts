import { count, logger } from '@korob/platform/observability'
import type { SmsGateway } from '../domain/gateway.ts'
import type { ClaimedMessage } from '../store/claim.ts'
import { attempt, type Hindrance } from './attempt.ts'
import { giveBack, giveBackTurns } from './claim-in-turn.ts'
import { outcomeKeeper } from './keep-outcomes.ts'
import { newLastLook } from './last-look.ts'
import { resolve } from './resolve.ts'
import { attemptMs, leaseMs, parallelTexts } from './settings.ts'

/** A message under a lease that was taken, and let through, not before this moment. */
export interface Claimed {
  message: ClaimedMessage
  atMs: number
}

// What isn't kept, given back or told apart comes to light when its lease runs out: another sender finds out what happened.
const broken = (messages: number, what: string, error: unknown): void => {
  count('attemptsBroken', messages)
  logger.error(what, { messages, error: error as Error })
}

const counters: Record<Exclude<Hindrance, 'late' | 'unsure'>, string> = {
  withheld: 'textsWithheld',
  expired: 'textsExpired',
  gone: 'claimsLost',
}

/**
 * Works claimed messages, so many at once, and keeps outcomes together.
 * @param isTime whether there is time for an attempt, or a search
 * @param mayTry whether the gateway may be tried, too
 * @param changed called when there is room for more, or something was kept
 */
export const newWorkers = (gateway: SmsGateway, isTime: () => boolean, mayTry: () => boolean, changed: () => void) => {
  const parallel = parallelTexts()
  const freshMs = leaseMs() - attemptMs()
  /** Another sender may be at it soon: claimed long ago, by an environment that was frozen since, say. */
  const isLate = ({ atMs }: Claimed): boolean => Date.now() > atMs + freshMs
  const waiting: Claimed[] = []
  let underWay = 0
  let open = 0
  let past = 0
  const end = (messages: number, gone = messages): void => {
    open -= messages
    past += gone
    changed()
  }
  // What is postponed still goes before later texts of its order.
  const keep = outcomeKeeper((kept) =>
    end(kept.length, kept.filter(({ outcome }) => outcome.kind !== 'postponed').length),
  )

  const lastLook = newLastLook(() => waiting)
  const hindranceOf = async (claimed: Claimed): Promise<Hindrance | undefined> => {
    const fate = await lastLook(claimed)
    if (fate !== 'may go') return fate
    return isLate(claimed) || !isTime() ? 'late' : undefined
  }

  // A gateway that rests can still be asked what it has.
  const mayStart = (claimed: Claimed): boolean =>
    (claimed.message.status === 'unknown' ? isTime() : mayTry()) && !isLate(claimed)

  /** @param again whether they may be claimed again at once, being late */
  const leaveUntried = async (untried: readonly ClaimedMessage[], again = mayTry()): Promise<void> => {
    try {
      await giveBack(untried)
    } catch (error) {
      broken(untried.length, 'texts not given back', error)
    }
    end(untried.length, again ? untried.length : 0)
  }

  const send = async (claimed: Claimed): Promise<void> => {
    const result = await attempt(gateway, claimed, () => hindranceOf(claimed))
    if (typeof result !== 'string') return keep(result)
    if (result === 'late') return leaveUntried([claimed.message])
    if (result === 'unsure') {
      count('attemptsBroken')
      // Whoever sends next asks anew: this one would only ask on and on.
      return leaveUntried([claimed.message], false)
    }
    count(counters[result])
    await giveBackTurns(1)
    end(1)
  }

  const work = async (claimed: Claimed): Promise<void> => {
    const { message } = claimed
    underWay += 1
    try {
      if (message.status === 'sending') {
        await send(claimed)
      } else {
        await resolve(gateway, message)
        end(1)
      }
    } catch (error) {
      broken(1, 'attempt broken off', error)
      end(1)
    }
    underWay -= 1
    changed()
  }

  return {
    add: (claimed: readonly Claimed[]): void => {
      open += claimed.length
      waiting.push(...claimed)
    },
    /** Starts what there is room for; gives back what may not be tried any more. */
    start: async (): Promise<void> => {
      const untried: ClaimedMessage[] = []
      while (underWay < parallel) {
        const next = waiting.shift()
        if (!next) break
        if (mayStart(next)) void work(next)
        else untried.push(next.message)
      }
      if (untried.length > 0) await leaveUntried(untried)
    },
    hasRoom: (): boolean => waiting.length === 0 && underWay <= parallel * 0.75,
    /** Messages of which nothing has been kept yet. */
    open: (): number => open,
    /** Messages that no later text of their order waits for any more. */
    past: (): number => past,
  }
}
