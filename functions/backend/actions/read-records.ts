import type { OutboxFilter, TrailEntry, TrailQuery } from '@korob/platform/records'
import type { QueueName } from '@korob/platform/topology'
import { askAllRecords, askRecords, type Service } from '../calls/records.ts'

type Entry = TrailEntry & { service: Service }

const byTime = (a: Entry, b: Entry): number => a.at.localeCompare(b.at)

const eventIdsOf = (entries: readonly Entry[]): string[] => [
  ...new Set(entries.flatMap(({ kind, details }) => (kind === 'outbox' ? [String(details.eventId)] : []))),
]

/** What all services wrote down of an order, or of a request, in the order of time. */
export const readTrail = async (query: TrailQuery) => {
  const told = await askAllRecords((records) => records.trail, { query })
  const entries: Entry[] = told.answers.flatMap(({ service, answer }) =>
    answer.entries.map((entry) => ({ ...entry, service })),
  )
  // Who has taken an event is known by its id alone.
  const eventIds = eventIdsOf(entries).slice(0, 1000)
  const receipts =
    eventIds.length > 0
      ? await askAllRecords((records) => records.receipts, { eventIds })
      : { answers: [], unreachable: [] }
  const taken: Entry[] = receipts.answers.flatMap(({ service, answer }) =>
    answer.entries.map((entry) => ({ ...entry, service })),
  )
  return {
    entries: [...entries, ...taken].sort(byTime),
    unreachable: [...new Set([...told.unreachable, ...receipts.unreachable])],
  }
}

export interface AuditRequest {
  actorId?: string | undefined
  targetId?: string | undefined
  action?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** A page of what operators did, of all services: their ids are of one order. */
export const readAudit = async ({ cursor, limit, ...filter }: AuditRequest) => {
  const { answers, unreachable } = await askAllRecords((records) => records.audit, {
    ...filter,
    before: cursor,
    limit: limit + 1,
  })
  const all = answers.flatMap(({ answer }) => answer.entries).sort((a, b) => (a.id < b.id ? 1 : -1))
  const entries = all.slice(0, limit)
  return { entries, nextCursor: all.length > limit ? (entries.at(-1)?.id ?? null) : null, unreachable }
}

export const listOutbox = ({ service, ...filter }: OutboxFilter & { service: Service }) =>
  askRecords(service, (records) => records.outbox, filter)

export const replayOutbox = (
  { service, ...filter }: OutboxFilter & { service: Service; into?: QueueName | undefined },
  operatorId: string,
) => askRecords(service, (records) => records.replay, { ...filter, operatorId })

export const dropEvents = (service: Service, ids: readonly string[], reason: string, operatorId: string) =>
  askRecords(service, (records) => records.drop, { ids: [...ids], reason, operatorId })
