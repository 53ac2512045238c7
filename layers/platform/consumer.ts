import { contextFrom, withContext } from './context.ts'
import { type Transaction, transaction } from './database.ts'
import { TooEarly } from './errors.ts'
import { type Envelope, type EventDefinition, type EventOf, envelope } from './events.ts'
import { receive, receiveAside } from './inbox.ts'
import { count, logger } from './observability.ts'
import { z } from './schema.ts'

/** What remains to be done outside the database once the transaction has committed. */
export type AfterCommit = () => Promise<void>

export interface Subscription {
  readonly definition: EventDefinition
  readonly apply: (event: never, tx: Transaction) => Promise<AfterCommit | undefined>
  /** Called instead of `apply` when a later event of the aggregate was applied before; by default the event is dropped. */
  readonly applyStale: ((event: never, tx: Transaction) => Promise<AfterCommit | undefined>) | undefined
  /** Events of its subject that were before it, and come after it, are news all the same. */
  readonly overtakesNothing?: true
  /** Events may have their effect together with others that have the same. */
  readonly together?: Together
}

/** What an event adds to an effect that it has with others, as their consumer has it. */
export interface Together {
  readonly partOf: (event: never, isStale: boolean) => unknown
  readonly effect: (parts: never, tx: Transaction) => Promise<AfterCommit | undefined>
  readonly contended:
    | {
        readonly whatOf: (event: never) => unknown
        readonly reserve: (wanted: never, tx: Transaction) => Promise<readonly boolean[]>
      }
    | undefined
}

/** What an effect locks that other transactions want, too: events for which it is not free don't hold up the others of their set. */
export interface Contended<Event, What> {
  readonly whatOf: (event: Event) => What
  /** Locks what is free, without waiting. @returns of each whether it was */
  readonly reserve: (wanted: readonly What[], tx: Transaction) => Promise<readonly boolean[]>
}

/** Pairs an event with its effect. The effect and the receipt commit together, once per event. */
export const on = <Definition extends EventDefinition>(
  definition: Definition,
  apply: (event: EventOf<Definition>, tx: Transaction) => Promise<AfterCommit | undefined>,
  applyStale?: (event: EventOf<Definition>, tx: Transaction) => Promise<AfterCommit | undefined>,
): Subscription => ({ definition, apply, applyStale })

/** Pairs an event with its effect as `on` does, where earlier events of the subject are to be told although they come later. */
export const onAside = <Definition extends EventDefinition>(
  definition: Definition,
  apply: (event: EventOf<Definition>, tx: Transaction) => Promise<AfterCommit | undefined>,
): Subscription => ({ definition, apply, applyStale: undefined, overtakesNothing: true })

/**
 * Pairs an event with a part in an effect that many events have in a few statements: whole batches of messages have it in one
 * transaction. An event that comes alone, or whose batch failed, is a set of one.
 * @param partOf what it adds; stale events do too
 * @param effect the same function for all that may go together; parts come in the order in which they are to take effect
 * @param contended with the same `reserve` for all of them
 */
export const onTogether = <Definition extends EventDefinition, Part, What = never>(
  definition: Definition,
  partOf: (event: EventOf<Definition>, isStale: boolean) => Part,
  effect: (parts: readonly Part[], tx: Transaction) => Promise<AfterCommit | undefined>,
  contended?: Contended<EventOf<Definition>, What>,
): Subscription => ({
  definition,
  apply: async (event: EventOf<Definition>, tx) => effect([partOf(event, false)], tx),
  applyStale: async (event: EventOf<Definition>, tx) => effect([partOf(event, true)], tx),
  together: { partOf, effect, contended },
})

/** The message can never be worked: it is parked, with this as the reason. */
export class Unworkable extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Unworkable'
  }
}

/** The invocation ends before the message could be worked; whether one under way was, its inbox tells when it comes back. */
export class OutOfTime extends Error {
  constructor() {
    super('no time was left in the invocation')
    this.name = 'OutOfTime'
  }
}

/** What the message needs is locked by another transaction, and stays so: it comes back later. */
export class Occupied extends Error {
  constructor() {
    super('what it needs is locked by another transaction')
    this.name = 'Occupied'
  }
}

/**
 * A limit for what is tried one after another: `over` settles when it has passed. `end` ends it before, and takes its timer back.
 * @param within another limit, with which this one ends at the latest
 */
export const timeLimit = (wantedMs: number, within?: { leftMs: () => number }) => {
  const { promise: over, resolve } = Promise.withResolvers<'over'>()
  const ms = Math.min(wantedMs, within?.leftMs() ?? wantedMs)
  const endsAtMs = performance.now() + ms
  let isOver = ms <= 0
  const timer = setTimeout(
    () => {
      isOver = true
      resolve('over')
    },
    Math.max(0, ms),
  )
  const leftMs = () => (isOver ? 0 : Math.max(0, endsAtMs - performance.now()))
  const end = () => {
    isOver = true
    clearTimeout(timer)
  }
  return { over, isOver: () => isOver, leftMs, end }
}
export type TimeLimit = ReturnType<typeof timeLimit>

/** Lets `work` have its result within the limit. What is under way then goes on by itself. @throws OutOfTime */
export const inTime = async (limit: TimeLimit, work: () => Promise<void>): Promise<void> => {
  if (limit.isOver() || (await Promise.race([work(), limit.over])) === 'over') throw new OutOfTime()
}

/** The event in a message's text. @throws Unworkable if it isn't one. */
export const readEnvelope = (text: string): Envelope => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Unworkable('the message is not valid JSON')
  }
  const parsed = envelope.safeParse(json)
  if (!parsed.success) throw new Unworkable(`not an event: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** The event with its data as its definition has them. @throws Unworkable */
export const typed = (event: Envelope, { definition }: Subscription): Envelope => {
  if (event.dataversion > definition.dataversion)
    throw new Unworkable(`${event.type} version ${event.dataversion} is newer than ${definition.dataversion}`)
  const data = definition.data.safeParse(event.data)
  if (!data.success) throw new Unworkable(`${event.type}: ${z.prettifyError(data.error)}`)
  return { ...event, data: data.data }
}

export const subscriptionTo = (event: Envelope, subscriptions: readonly Subscription[]): Subscription | undefined =>
  subscriptions.find(({ definition }) => definition.type === event.type)

/** Applies one event through the inbox. Types nobody here subscribed to are none of this consumer's business. */
export const applyEvent = (consumer: string, subscriptions: readonly Subscription[], event: Envelope): Promise<void> =>
  withContext(contextFrom(event.correlationid, event.traceparent), async () => {
    const subscription = subscriptionTo(event, subscriptions)
    if (!subscription) return
    const checked = typed(event, subscription)
    const afterCommit = await transaction(async (tx) => {
      const receipt = await (subscription.overtakesNothing ? receiveAside : receive)(tx, consumer, checked)
      if (receipt === 'duplicate') return undefined
      if (receipt === 'stale') {
        logger.info('stale event', { consumer, type: event.type, subject: event.subject, sequence: event.sequence })
        return subscription.applyStale?.(checked as never, tx)
      }
      return subscription.apply(checked as never, tx)
    })
    await afterCommit?.()
  })

/** An earlier event of the same subject has just failed and will come back: this one waits for it. */
export const waitsForEarlier = (event: Envelope): TooEarly =>
  new TooEarly(`${event.type} waits for an earlier event of ${event.subject}`)

/** Applies an event within the limit, or hands its failure to `failed`. Answers whether later events of its subject may go on. */
export const tryEvent = async (
  apply: () => Promise<void>,
  failed: (error: unknown) => Promise<void>,
  limit?: TimeLimit,
): Promise<boolean> => {
  try {
    await (limit ? inTime(limit, apply) : apply())
    return true
  } catch (error) {
    await failed(error)
    // What can never be worked won't come back: nothing has to wait for it.
    return error instanceof Unworkable
  }
}

/** Why a message failed, for headers, logs and counts. */
export const describeFailure = (error: unknown): { reason: string; permanent: boolean } => {
  if (error instanceof Unworkable) return { reason: error.message, permanent: true }
  if (error instanceof TooEarly) {
    count('eventsTooEarly')
    return { reason: error.message, permanent: false }
  }
  if (error instanceof OutOfTime || error instanceof Occupied) return { reason: error.message, permanent: false }
  logger.error('event not applied', error as Error)
  return { reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error), permanent: false }
}

/**
 * Runs `work` over messages: those of one subject one after another by sequence, subjects side by side. Where `work`
 * answers false, the subject's later messages are given to `hold` instead: none may overtake one that will come back.
 * @param parallel how many subjects at once
 */
export const eachBySubject = async <Message extends { event: Envelope }>(
  messages: readonly Message[],
  parallel: number,
  work: (message: Message) => Promise<boolean>,
  hold: (message: Message) => Promise<void>,
): Promise<void> => {
  const groups = [...Map.groupBy(messages, ({ event }) => event.subject).values()]
  for (const group of groups) group.sort((a, b) => a.event.sequence - b.event.sequence)
  const workers = Array.from({ length: Math.min(parallel, groups.length) }, async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      let inOrder = true
      for (const message of group) {
        if (inOrder) inOrder = await work(message)
        else await hold(message)
      }
    }
  })
  await Promise.all(workers)
}
