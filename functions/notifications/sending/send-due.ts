import type { SmsGateway } from '../domain/gateway.ts'
import { newBell } from './bell.ts'
import { gatewayMayBeTried } from './breaker.ts'
import { claimInTurn } from './claim-in-turn.ts'
import { claimedAtOnce, turnMs } from './settings.ts'
import { type Claimed, newWorkers } from './workers.ts'

export interface Sending {
  /** Nothing is handed over, and no search begins, after this moment. */
  untilMs: number
  /** Only texts of these orders, or tries to sign in. */
  orderIds?: readonly string[]
  /** They are codes: somebody waits for each. */
  isForCodes?: boolean
  /** Until when to wait for a turn at the gateway, where texts a second are limited; what got none stays due. */
  patientUntilMs?: number
  /** What is to be sent first, and needs no claim any more. */
  claimed?: readonly Claimed[]
}

/** When to claim again: once so many messages are past, and then at this time, or at once when none is open any more. */
interface Again {
  past: number
  atMs: number
}

// What a claim leaves that found fewer than it might waits for an earlier text of its order, until what came of that is kept.
const looksAgainAfterMs = 100

/**
 * Sends what is due until nothing is left, the gateway needs a rest, or time is up. Many are claimed at once, and wait here
 * for their turn: a claim for each would be as many commits again.
 * @returns how many messages were claimed
 */
export const sendDue = async (gateway: SmsGateway, sending: Sending): Promise<number> => {
  const { untilMs, orderIds, isForCodes = false, patientUntilMs = untilMs, claimed: before = [] } = sending
  const bell = newBell()
  const isTimeLeft = (): boolean => Date.now() < untilMs
  const mayTry = (): boolean => isTimeLeft() && gatewayMayBeTried()
  const workers = newWorkers(gateway, isTimeLeft, mayTry, bell.ring)
  let again: Again = before.length > 0 ? { past: 1, atMs: Date.now() + looksAgainAfterMs } : { past: 0, atMs: 0 }
  let total = before.length
  workers.add(before)

  const claim = async (): Promise<void> => {
    const nowMs = Date.now()
    const claimed = await claimInTurn(gateway, claimedAtOnce(), orderIds, isForCodes)
    if (!claimed) again = { past: nowMs < patientUntilMs ? 0 : Number.POSITIVE_INFINITY, atMs: nowMs + turnMs() }
    else if (claimed.isFull) again = { past: 0, atMs: 0 }
    else again = { past: workers.past() + 1, atMs: nowMs + looksAgainAfterMs }
    total += claimed?.messages.length ?? 0
    workers.add((claimed?.messages ?? []).map((message) => ({ message, atMs: nowMs })))
  }
  const isExpected = (): boolean => mayTry() && workers.past() >= again.past
  const isTime = (): boolean =>
    isExpected() && workers.hasRoom() && (Date.now() >= again.atMs || (again.past > 0 && workers.open() === 0))

  try {
    for (;;) {
      if (isTime()) await claim()
      await workers.start()
      if (workers.open() === 0 && !isExpected()) return total
      if (isTime()) continue
      await bell.heard(isExpected() && workers.hasRoom() ? Math.max(1, again.atMs - Date.now()) : undefined)
    }
  } finally {
    while (workers.open() > 0) await bell.heard(undefined)
  }
}
