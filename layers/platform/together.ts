import {
  type AfterCommit,
  inTime,
  type Subscription,
  subscriptionTo,
  type TimeLimit,
  type Together,
  typed,
} from './consumer.ts'
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

/** Applies events of one effect through the inbox, in one transaction: all or none. */
const applyTogether = async (
  consumer: string,
  events: readonly { event: Envelope; together: Together }[],
): Promise<void> => {
  const afterCommit = await transaction(async (tx) => {
    const receipts = await receiveAll(
      tx,
      consumer,
      events.map(({ event }) => event),
    )
    const parts = events.flatMap(({ event, together }, at) => {
      const receipt = receipts[at]
      if (receipt === 'duplicate') return []
      if (receipt === 'stale')
        logger.info('stale event', { consumer, type: event.type, subject: event.subject, sequence: event.sequence })
      return [(together.partOf as PartOf)(event, receipt === 'stale')]
    })
    const [first] = events
    return first && parts.length > 0 ? (first.together.effect as Effect)(parts, tx) : undefined
  })
  await afterCommit?.()
}

/**
 * Has a set's events their effect, but for those that can never be worked: `failed` is told of them.
 * @returns what remains to be tried alone, so that one that can't be applied holds up no other: all, when the transaction failed
 */
export const trySet = async <M extends Message>(
  consumer: string,
  subscriptions: readonly Subscription[],
  set: readonly M[],
  failed: (message: M, error: unknown) => void,
  limit: TimeLimit,
): Promise<readonly M[]> => {
  const workable: M[] = []
  const events: { event: Envelope; together: Together }[] = []
  for (const message of set) {
    const subscription = subscriptionTo(message.event, subscriptions)
    if (!subscription?.together) continue
    try {
      events.push({ event: typed(message.event, subscription), together: subscription.together })
      workable.push(message)
    } catch (error) {
      failed(message, error)
    }
  }
  try {
    await inTime(limit, () => applyTogether(consumer, events))
    return []
  } catch (error) {
    count('setsDivided')
    logger.warn('events are tried one by one', { consumer, events: events.length, reason: String(error) })
    return workable
  }
}
