import { middleware } from '@korob/platform/middleware'
import { count, logger } from '@korob/platform/observability'
import type { Context } from 'aws-lambda'
import { chosenGateway } from '../gateway/chosen.ts'
import type { ClaimedMessage } from '../store/claim.ts'
import { sendDue } from './send-due.ts'
import { attemptMs, patienceMs } from './settings.ts'
import type { Claimed } from './workers.ts'

// An environment serves one invocation at a time, so what waits here is the current one's.
let waiting = new Set<string>()
let claimedBefore: Claimed[] = []

/** Has the order's texts sent at the end of the invocation, when their transactions have committed. */
export const sendSoon = (orderId: string): void => {
  waiting.add(orderId)
}

/** Has texts sent that were claimed as they were kept. @param atMs before that */
export const sendClaimed = (messages: readonly ClaimedMessage[], atMs: number): void => {
  for (const message of messages) claimedBefore.push({ message, atMs })
}

const sendWaiting = async (context: Context, isForCodes: boolean): Promise<void> => {
  const orderIds = [...waiting]
  const claimed = claimedBefore
  waiting = new Set()
  claimedBefore = []
  if (orderIds.length === 0) return
  try {
    const untilMs = Date.now() + context.getRemainingTimeInMillis() - attemptMs()
    await sendDue(chosenGateway(), {
      untilMs,
      orderIds,
      isForCodes,
      patientUntilMs: Date.now() + patienceMs,
      claimed,
    })
  } catch (error) {
    // The texts are in the database: failing the invocation would only bring their events back. The sweeper sends them.
    count('sendingBroken')
    logger.error('texts left to the sweeper', { orders: orderIds.length, error: error as Error })
  }
}

/** A consumer that sends the texts of a whole batch together: sending is slow and wants more parallelism than the database. */
export const thenSend = <Event>(
  consume: (event: Event, context: Context) => Promise<void>,
  { isForCodes = false }: { isForCodes?: boolean } = {},
) =>
  middleware(async (event: Event, context: Context): Promise<void> => {
    try {
      await consume(event, context)
    } finally {
      await sendWaiting(context, isForCodes)
    }
  })
