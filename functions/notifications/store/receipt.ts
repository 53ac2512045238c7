import { database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { replacedBy, type Status } from '../domain/status.ts'
import { freeGatewayId } from './gateway-id.ts'

export interface Receipt {
  messageId: string
  gatewayId: string
  status: Status
  /** Why it was not delivered. */
  reason: string | undefined
}

/** Applies what the gateway reports. `ignored`: it is no news, or it is about another text than the one we know. */
export const applyReceipt = (receipt: Receipt): Promise<'applied' | 'ignored' | 'no such message'> =>
  transaction(async (tx) => {
    const { messageId, gatewayId, status, reason } = receipt
    const message = await tx.maybe<{ gatewayId: string | null }>(sql`
      select gateway_id as "gatewayId" from messages where id = ${messageId} for update`)
    if (!message) return 'no such message'
    if (message.gatewayId !== null && message.gatewayId !== gatewayId) return 'ignored'
    if (message.gatewayId === null) await freeGatewayId(tx, gatewayId, messageId)
    // Of a text that was given up after days only its end is news.
    const isFinal = status !== 'sent'
    const changed = await tx.run(sql`
      update messages
         set status = ${status}, gateway_id = ${gatewayId}, reason = ${reason ?? null}, claim = null, due_at = null,
             sent_at = coalesce(sent_at, now()), finished_at = case when ${isFinal} then now() end, updated_at = now()
       where id = ${messageId} and status = any(${replacedBy(status)})
         and (${isFinal} or status <> 'unknown' or finished_at is null)`)
    return changed === 0 ? 'ignored' : 'applied'
  })

/** Ends texts of which nothing was heard for so long, some at once; a receipt that comes all the same counts. */
export const endSilent = (afterHours: number): Promise<number> =>
  database.run(sql`
    update messages
       set status = 'unknown', reason = 'no receipt of its end', finished_at = now(), updated_at = now()
     where id in (select id from messages
                   where status = 'sent' and sent_at < now() - ${afterHours} * interval '1 hour'
                   order by sent_at, id limit 500 for update skip locked)`)
