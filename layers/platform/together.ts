import { setTimeout as delay } from 'node:timers/promises'
import {
  type AfterCommit,
  applyEvent,
  inTime,
  Occupied,
  type Subscription,
  subscriptionTo,
  type TimeLimit,
  type Together,
  typed,
} from './consumer.ts'
import { contextFrom, withContext } from './context.ts'
import { type Transaction, transaction } from './database.ts'
import type { Envelope } from './events.ts'
import { receiveAll } from './inbox.ts'
import { count, logger } from './observability.ts'

interface Message {
  readonly event: Envelope
}

/**
 * Divides a batch into sets of events that have one effect together, those of a subject by sequence, and what goes alone. A
 * subject is never torn apart: with one of its events, all go alone.
 */
export const divide = <M extends Message>(
  messages: readonly M[],
  subscriptions: readonly Subscription[],
): { sets: M[][]; alone: M[] } => {
  const sets = new Map<Together['effect'], M[]>()
  const alone: M[] = []
  for (const group of Map.groupBy(messages, ({ event }) => event.subject).values()) {
    const effects = new Set(group.map(({ event }) => subscriptionTo(event, subscriptions)?.together?.effect))
    const [effect] = effects
    if (effect === undefined || effects.size > 1) {
      alone.push(...group)
      continue
    }
    const set = sets.get(effect) ?? []
    set.push(...group.sort((a, b) => a.event.sequence - b.event.sequence))
    sets.set(effect, set)
  }
  return { sets: [...sets.values()], alone }
}

type Effect = (parts: readonly unknown[], tx: Transaction) => Promise<AfterCommit | undefined>
type PartOf = (event: Envelope, isStale: boolean) => unknown

interface Member<M extends Message> {
  readonly message: M
  readonly event: Envelope
  readonly together: Together
}

/** Members that would have to wait for other transactions, with all of their subjects. */
const occupied = async <M extends Message>(
  members: readonly Member<M>[],
  tx: Transaction,
): Promise<ReadonlySet<Member<M>>> => {
  const contended = members[0]?.together.contended
  if (!contended) return new Set()
  const wanted = members.map(({ event, together }) => together.contended?.whatOf(event as never))
  const free = await contended.reserve(wanted as never, tx)
  const subjects = new Set(members.filter((_, at) => !free[at]).map(({ event }) => event.subject))
  return new Set(members.filter(({ event }) => subjects.has(event.subject)))
}

/** Applies events of one effect through the inbox, in one transaction: all or none, but for those that others hold up. */
const applyTogether = async <M extends Message>(
  consumer: string,
  members: readonly Member<M>[],
): Promise<readonly Member<M>[]> => {
  const { afterCommit, left } = await transaction(async (tx) => {
    const heldUp = await occupied(members, tx)
    const taken = members.filter((member) => !heldUp.has(member))
    const receipts = await receiveAll(
      tx,
      consumer,
      taken.map(({ event }) => event),
    )
    const parts = taken.flatMap(({ event, together }, at) => {
      const receipt = receipts[at]
      if (receipt === 'duplicate') return []
      if (receipt === 'stale')
        logger.info('stale event', { consumer, type: event.type, subject: event.subject, sequence: event.sequence })
      return [(together.partOf as PartOf)(event, receipt === 'stale')]
    })
    const effect = members[0]?.together.effect as Effect | undefined
    return {
      afterCommit: effect && parts.length > 0 ? await effect(parts, tx) : undefined,
      left: members.filter((member) => heldUp.has(member)),
    }
  })
  await afterCommit?.()
  return left
}

/** Waits between tries of what others have locked: another batch's transaction is over within some dozens of milliseconds. */
export const shortWaits: Iterable<number> = [50, 200]

/** Waits for as long as patience lasts. Nobody waits in the database: each wait there would keep a connection until the lock is free. */
export const waitsFor = (patience: TimeLimit): Iterable<number> => ({
  // Begun anew by each who waits: a generator by itself is over for all once one of them needs no more of it.
  *[Symbol.iterator]() {
    for (let waitMs = 50; !patience.isOver(); waitMs = Math.min(2 * waitMs, 400))
      yield Math.min(waitMs, patience.leftMs())
  },
})

/** Tries, and after each wait tries again, as long as something is left. @returns whether something still is */
const untilFree = async (isLeftOver: () => Promise<boolean>, waits: Iterable<number>): Promise<boolean> => {
  let isLeft = await isLeftOver()
  for (const waitMs of waits) {
    if (!isLeft) return false
    await delay(waitMs)
    isLeft = await isLeftOver()
  }
  return isLeft
}

/** @throws Unworkable */
const memberOf = <M extends Message>(message: M, subscriptions: readonly Subscription[]): Member<M> | undefined => {
  const subscription = subscriptionTo(message.event, subscriptions)
  if (!subscription?.together) return undefined
  return { message, event: typed(message.event, subscription), together: subscription.together }
}

/**
 * Has a set's events their effect, but for those that can never be worked: `failed` is told of them.
 * @param waits after which those that others hold up are tried again
 * @returns what remains to be tried alone, so that none holds up another: `untried`, where the transaction failed, all; `occupied`,
 * what others have locked for longer than that
 */
export const trySet = async <M extends Message>(
  consumer: string,
  subscriptions: readonly Subscription[],
  set: readonly M[],
  failed: (message: M, error: unknown) => void,
  limit: TimeLimit,
  waits: Iterable<number>,
): Promise<{ untried: readonly M[]; occupied: readonly M[] }> => {
  let members: readonly Member<M>[] = set.flatMap((message) => {
    try {
      return memberOf(message, subscriptions) ?? []
    } catch (error) {
      failed(message, error)
      return []
    }
  })
  const messages = () => members.map(({ message }) => message)
  const isLeftOver = async () => {
    await inTime(limit, async () => {
      members = await applyTogether(consumer, members)
    })
    return members.length > 0
  }
  try {
    if (members.length > 0) await untilFree(isLeftOver, waits)
    return { untried: [], occupied: messages() }
  } catch (error) {
    count('setsDivided')
    logger.warn('events are tried one by one', { consumer, events: members.length, reason: String(error) })
    return { untried: messages(), occupied: [] }
  }
}

/**
 * Applies one event by itself, locking in the order in which a set does.
 * @throws Occupied when others have locked what it wants, and still have after these waits
 */
export const applyAlone = (
  consumer: string,
  subscriptions: readonly Subscription[],
  event: Envelope,
  waits: Iterable<number>,
): Promise<void> =>
  withContext(contextFrom(event.correlationid, event.traceparent), async () => {
    const member = memberOf({ event }, subscriptions)
    if (!member) return applyEvent(consumer, subscriptions, event)
    const isLeftOver = async () => (await applyTogether(consumer, [member])).length > 0
    if (await untilFree(isLeftOver, waits)) throw new Occupied()
  })
