import type { DatabaseSync } from 'node:sqlite'
import type { Status } from './message.ts'

export type ReceiptState = 'waiting' | 'sending' | 'accepted' | 'abandoned'

/** A status callback, from when it is due to when the receiver took it or we gave up. */
export type Receipt = {
  id: number
  messageSid: string
  status: Status
  url: string
  form: string
  idempotencyToken: string
  state: ReceiptState
  attempts: number
  nextAttemptAtMs: number
  lastResult: string | null
}

export type NewReceipt = Pick<Receipt, 'messageSid' | 'status' | 'url' | 'form' | 'idempotencyToken'> & { atMs: number }

const columns = `id, message_sid as messageSid, status, url, form, idempotency_token as idempotencyToken, state, attempts,
  next_attempt_at_ms as nextAttemptAtMs, last_result as lastResult`

export type ReceiptStore = ReturnType<typeof receiptStore>

export function receiptStore(database: DatabaseSync) {
  const insert = database.prepare(`
    insert into receipts (message_sid, status, url, form, idempotency_token, state, next_attempt_at_ms)
    values (?, ?, ?, ?, ?, 'waiting', ?)`)
  const claim = database.prepare(`
    update receipts set state = 'sending', attempts = attempts + 1
    where id in (select id from receipts where state = 'waiting' and next_attempt_at_ms <= ?
                 order by next_attempt_at_ms, id limit ?)
    returning ${columns}`)
  const settle = database.prepare('update receipts set state = ?, next_attempt_at_ms = ?, last_result = ? where id = ?')
  const nextDue = database.prepare(`select min(next_attempt_at_ms) as at_ms from receipts where state = 'waiting'`)
  const ofMessage = database.prepare(`select ${columns} from receipts where message_sid = ? order by id`)

  return {
    insert(receipt: NewReceipt): void {
      const { messageSid, status, url, form, idempotencyToken, atMs } = receipt
      insert.run(messageSid, status, url, form, idempotencyToken, atMs)
    },
    /** Marks due receipts as being sent and returns them; what a killed process was sending is waiting again on opening. */
    claim: (nowMs: number, limit: number): Receipt[] => claim.all(nowMs, limit) as Receipt[],
    accepted: (id: number, result: string): void => void settle.run('accepted', 0, result, id),
    abandoned: (id: number, result: string): void => void settle.run('abandoned', 0, result, id),
    retry: (id: number, atMs: number, result: string): void => void settle.run('waiting', atMs, result, id),
    nextDueAtMs: (): number | null => (nextDue.get()?.at_ms as number | null | undefined) ?? null,
    ofMessage: (sid: string): Receipt[] => ofMessage.all(sid) as Receipt[],
  }
}
