import { recordAction } from '@korob/platform/audit-log'
import { database, type Transaction, transaction } from '@korob/platform/database'
import { Problem } from '@korob/platform/errors'
import { newId } from '@korob/platform/ids'
import {
  type BlockedNumber,
  deleteBlocked,
  insertBlocked,
  selectBlocked,
  selectBlockedByPhone,
} from '../store/blocked-numbers.ts'

const shown = ({ id, phone, reason, blockedBy, blockedAt }: BlockedNumber) => ({
  blockedId: id,
  phone,
  reason,
  blockedBy,
  blockedAt: blockedAt.toISOString(),
})

// Whose number it is, and why it was blocked, is none of the audit log's: that can't be forgotten.
const target = (id: string) => ({ type: 'blocked_number', id })

/** A page of them, the latest first. */
export const listBlocked = async (limit: number, cursor?: string) => {
  const rows = await selectBlocked(limit + 1, cursor)
  const page = rows.slice(0, limit)
  return { numbers: page.map(shown), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

const insert = async (tx: Transaction, operatorId: string, phone: string, reason: string) => {
  const blocked = await insertBlocked(tx, { id: newId(), phone, reason, blockedBy: operatorId })
  if (blocked) await recordAction(tx, { operatorId, action: 'number.block', target: target(blocked.id) })
  return blocked
}

/** Has a number get no texts; again, answers the block that there is. @throws Problem unavailable when that was lifted at this moment */
export const blockNumber = async (operatorId: string, phone: string, reason: string) => {
  const blocked =
    (await transaction((tx) => insert(tx, operatorId, phone, reason))) ?? (await selectBlockedByPhone(database, phone))
  if (!blocked) throw new Problem('unavailable', { retryAfterSeconds: 1 })
  return shown(blocked)
}

/** Lets a number have texts again. @throws Problem not_found */
export const unblockNumber = (operatorId: string, id: string): Promise<void> =>
  transaction(async (tx) => {
    if ((await deleteBlocked(tx, id)) === 0) throw new Problem('not_found')
    await recordAction(tx, { operatorId, action: 'number.unblock', target: target(id) })
  })
