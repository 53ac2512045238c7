import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Message, Status } from './message.ts'
import type { Encoding } from './segments.ts'

export type MessageFilter = {
  to?: string | undefined
  from?: string | undefined
  contains?: string | undefined
  status?: string | undefined
  /** Times in ms, both inclusive, of the moment of sending, or of creation while a text waits. */
  sinceMs?: number | undefined
  untilMs?: number | undefined
}

/** A page of a list sorted from the newest: what comes after (older) or before (newer) the message with this sid. */
export type Position = { after?: string | undefined; before?: string | undefined; limit: number }

type Row = {
  sid: string
  account_sid: string
  messaging_service_sid: string | null
  recipient: string
  sender: string | null
  body: string
  encoding: string
  segments: number
  status: string
  error_code: number | null
  status_callback: string | null
  validity_period_sec: number
  created_at_ms: number
  updated_at_ms: number
  sent_at_ms: number | null
  next_step_at_ms: number | null
  fate: string
}

export type MessageStore = ReturnType<typeof messageStore>

export function messageStore(database: DatabaseSync) {
  const insert = database.prepare(`
    insert into messages (sid, account_sid, messaging_service_sid, recipient, sender, body, encoding, segments, status,
      error_code, status_callback, validity_period_sec, created_at_ms, updated_at_ms, sent_at_ms, next_step_at_ms, fate)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = database.prepare(`
    update messages set sender = ?, body = ?, status = ?, error_code = ?, updated_at_ms = ?, sent_at_ms = ?,
      next_step_at_ms = ? where sid = ?`)
  const bySid = database.prepare('select * from messages where sid = ?')
  const due = database.prepare(
    'select * from messages where next_step_at_ms <= ? order by next_step_at_ms, seq limit ?',
  )
  const nextDue = database.prepare(
    'select min(next_step_at_ms) as at_ms from messages where next_step_at_ms is not null',
  )
  const remove = database.prepare('delete from messages where sid = ?')

  return {
    insert(m: Message): void {
      insert.run(
        m.sid,
        m.accountSid,
        m.messagingServiceSid,
        m.to,
        m.from,
        m.body,
        m.encoding,
        m.segments,
        m.status,
        m.errorCode,
        m.statusCallback,
        m.validityPeriodSec,
        m.createdAtMs,
        m.updatedAtMs,
        m.sentAtMs,
        m.nextStepAtMs,
        JSON.stringify(m.fate),
      )
    },
    update(m: Message): void {
      update.run(m.from, m.body, m.status, m.errorCode, m.updatedAtMs, m.sentAtMs, m.nextStepAtMs, m.sid)
    },
    find(sid: string): Message | undefined {
      const row = bySid.get(sid)
      return row && toMessage(row as Row)
    },
    /** Newest first. */
    list(filter: MessageFilter, { after, before, limit }: Position): Message[] {
      const { where, values } = conditions(filter)
      if (after !== undefined) {
        where.push('seq < (select seq from messages where sid = ?)')
        values.push(after)
      }
      if (before !== undefined) {
        where.push('seq > (select seq from messages where sid = ?)')
        values.push(before)
      }
      const order = before === undefined ? 'desc' : 'asc'
      const rows = database
        .prepare(`select * from messages where ${where.join(' and ')} order by seq ${order} limit ?`)
        .all(...values, limit)
      const messages = (rows as Row[]).map(toMessage)
      return before === undefined ? messages : messages.reverse()
    },
    count(filter: MessageFilter): number {
      const { where, values } = conditions(filter)
      const row = database.prepare(`select count(*) as n from messages where ${where.join(' and ')}`).get(...values)
      return Number(row?.n)
    },
    due: (nowMs: number, limit: number): Message[] => (due.all(nowMs, limit) as Row[]).map(toMessage),
    nextDueAtMs: (): number | null => (nextDue.get()?.at_ms as number | null | undefined) ?? null,
    remove: (sid: string): boolean => remove.run(sid).changes > 0,
    clear: (): void => database.exec('delete from messages'),
  }
}

function conditions(filter: MessageFilter): { where: string[]; values: SQLInputValue[] } {
  const where = ['true']
  const values: SQLInputValue[] = []
  const add = (condition: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return
    where.push(condition)
    values.push(value)
  }
  add('recipient = ?', filter.to)
  add('sender = ?', filter.from)
  add('instr(body, ?) > 0', filter.contains)
  add('status = ?', filter.status)
  add('coalesce(sent_at_ms, created_at_ms) >= ?', filter.sinceMs)
  add('coalesce(sent_at_ms, created_at_ms) <= ?', filter.untilMs)
  return { where, values }
}

function toMessage(row: Row): Message {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    messagingServiceSid: row.messaging_service_sid,
    to: row.recipient,
    from: row.sender,
    body: row.body,
    encoding: row.encoding as Encoding,
    segments: row.segments,
    status: row.status as Status,
    errorCode: row.error_code,
    statusCallback: row.status_callback,
    validityPeriodSec: row.validity_period_sec,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    sentAtMs: row.sent_at_ms,
    nextStepAtMs: row.next_step_at_ms,
    fate: JSON.parse(row.fate),
  }
}
