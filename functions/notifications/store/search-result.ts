import { database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { replacedBy } from '../domain/status.ts'
import type { ClaimedMessage } from './claim.ts'
import { firstFreeGatewayId } from './gateway-id.ts'

/** Looks again later whether the gateway has the text; never, without a time. */
export const recordStillUnknown = (message: ClaimedMessage, reason: string, dueInMs: number | null): Promise<number> =>
  database.run(sql`
    update messages
       set reason = ${reason.slice(0, 500)}, claim = null, updated_at = now(),
           due_at = now() + ${dueInMs}::float8 * interval '1 millisecond',
           finished_at = case when ${dueInMs}::float8 is null then now() end
     where id = ${message.id} and claim = ${message.claim} and status = 'unknown'`)

/** A whole list lacks the text, though it had had its time: whether another one does, too, is to be seen. */
export const recordNotListed = (message: ClaimedMessage, dueInMs: number): Promise<number> =>
  database.run(sql`
    update messages
       set reason = 'not listed by the gateway', not_listed_at = coalesce(not_listed_at, now()), claim = null,
           due_at = now() + ${dueInMs}::float8 * interval '1 millisecond', updated_at = now()
     where id = ${message.id} and claim = ${message.claim} and status = 'unknown'`)

/** The gateway never got the text: it may be tried again, if it is still of use. */
export const recordAbsent = (message: ClaimedMessage): Promise<number> =>
  database.run(sql`
    update messages
       set status = case when expires_at > now() then 'queued' else 'dropped' end,
           reason = case when expires_at > now() then reason else 'expired' end,
           due_at = case when expires_at > now() then now() end,
           finished_at = case when expires_at > now() then null else now() end,
           claim = null, updated_at = now()
     where id = ${message.id} and claim = ${message.claim} and status = 'unknown'`)

/** The text was found at the gateway: the first of these ids that is no other message's is its own, and answered. */
export const recordFound = (message: ClaimedMessage, gatewayIds: readonly string[]): Promise<string | undefined> =>
  transaction(async (tx) => {
    const gatewayId = await firstFreeGatewayId(tx, gatewayIds)
    if (gatewayId !== undefined)
      await tx.run(sql`
        update messages
           set status = case when status = any(${replacedBy('sent')}) then 'sent' else status end,
               gateway_id = coalesce(gateway_id, ${gatewayId}), sent_at = coalesce(sent_at, now()),
               reason = null, claim = null, due_at = null, updated_at = now()
         where id = ${message.id}`)
    return gatewayId
  })
