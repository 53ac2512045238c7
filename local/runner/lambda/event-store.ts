import type { DatabaseSync } from 'node:sqlite'

/** An asynchronous event that was accepted and isn't dealt with yet. */
export type StoredEvent = {
  id: number
  requestId: string
  function: string
  payload: string
  caller: string | undefined
  traceId: string | undefined
  clientContext: string | undefined
  acceptedMs: number
  /** Invocations that ended in an error of the function. */
  attempts: number
  /** Tries that found no capacity. */
  throttles: number
}

type Row = {
  id: number
  request_id: string
  function: string
  payload: string
  caller: string | null
  trace_id: string | null
  client_context: string | null
  accepted_ms: number
  attempts: number
  throttles: number
}

export type NewEvent = Omit<StoredEvent, 'id' | 'attempts' | 'throttles'>

export type EventStore = ReturnType<typeof createEventStore>

export function createEventStore(database: DatabaseSync) {
  const insert = database.prepare(`
    insert into events (request_id, function, payload, caller, trace_id, client_context, accepted_ms, next_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?)`)
  const due = database.prepare(`
    select * from events where function = ? and next_ms <= ? and id not in (select value from json_each(?))
    order by next_ms, id limit 1`)
  const next = database.prepare(`
    select min(next_ms) as at from events where function = ? and id not in (select value from json_each(?))`)
  const remove = database.prepare('delete from events where id = ?')
  const postpone = database.prepare('update events set attempts = ?, throttles = ?, next_ms = ? where id = ?')
  const functions = database.prepare('select distinct function from events')
  const count = database.prepare('select count(*) as total from events')
  return {
    add(event: NewEvent): void {
      insert.run(
        event.requestId,
        event.function,
        event.payload,
        event.caller ?? null,
        event.traceId ?? null,
        event.clientContext ?? null,
        event.acceptedMs,
        event.acceptedMs,
      )
    },
    /** The oldest event that is due, leaving out those being served. */
    due(name: string, nowMs: number, serving: Iterable<number>): StoredEvent | undefined {
      const row = due.get(name, nowMs, JSON.stringify([...serving])) as Row | undefined
      return row && fromRow(row)
    },
    nextDueMs(name: string, serving: Iterable<number>): number | undefined {
      return (next.get(name, JSON.stringify([...serving])) as { at: number | null }).at ?? undefined
    },
    remove(id: number): void {
      remove.run(id)
    },
    postpone(event: StoredEvent, nextMs: number): void {
      postpone.run(event.attempts, event.throttles, Math.ceil(nextMs), event.id)
    },
    functions: (): string[] => (functions.all() as { function: string }[]).map((row) => row.function),
    count: (): number => (count.get() as { total: number }).total,
  }
}

function fromRow(row: Row): StoredEvent {
  return {
    id: row.id,
    requestId: row.request_id,
    function: row.function,
    payload: row.payload,
    caller: row.caller ?? undefined,
    traceId: row.trace_id ?? undefined,
    clientContext: row.client_context ?? undefined,
    acceptedMs: row.accepted_ms,
    attempts: row.attempts,
    throttles: row.throttles,
  }
}
