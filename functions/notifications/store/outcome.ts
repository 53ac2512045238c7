import { type Database, database, isUniqueViolation, transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
import type { SendOutcome } from '../domain/gateway.ts'
import { replacedBy } from '../domain/status.ts'
import type { ClaimedMessage } from './claim.ts'
import { firstFreeGatewayId, freeGatewayId } from './gateway-id.ts'

type Acceptance = Extract<SendOutcome, { kind: 'accepted' }>
type Failure = Exclude<SendOutcome, { kind: 'accepted' }>

/** What an attempt came to, for its own row. */
const attemptRow = ({ id, attempts }: ClaimedMessage, outcome: SendOutcome, durationMs: number): Sql => sql`
  update message_attempts
     set duration_ms = ${Math.round(durationMs)}, outcome = ${outcome.kind},
         http_status = ${outcome.httpStatus ?? null},
         gateway_code = ${outcome.kind === 'accepted' ? null : (outcome.gatewayCode ?? null)},
         reason = ${outcome.kind === 'accepted' ? null : outcome.reason.slice(0, 500)}
   where message_id = ${id} and number = ${attempts}`

const markSent = (id: string, gatewayId: string): Sql => sql`
  update messages
     set status = case when status = any(${replacedBy('sent')}) then 'sent' else status end,
         gateway_id = coalesce(gateway_id, ${gatewayId}), sent_at = coalesce(sent_at, now()),
         reason = null, claim = null, due_at = null, updated_at = now()
   where id = ${id}`

const accept = (on: Database, message: ClaimedMessage, outcome: Acceptance, durationMs: number) =>
  on.one<{ gatewayId: string }>(sql`
    with attempt as (${attemptRow(message, outcome, durationMs)})
    ${markSent(message.id, outcome.gatewayId)} returning gateway_id as "gatewayId"`)

/** The gateway has the text: true whoever holds the lease by now. Answers the id it is known by; another one means two texts. */
export const recordAccepted = async (message: ClaimedMessage, outcome: Acceptance, durationMs: number) => {
  try {
    return await accept(database, message, outcome, durationMs)
  } catch (error) {
    if (!isUniqueViolation(error, 'messages_gateway_id')) throw error
    return transaction(async (tx) => {
      await freeGatewayId(tx, outcome.gatewayId, message.id)
      return accept(tx, message, outcome, durationMs)
    })
  }
}

/** The gateway doesn't have the text, or may have it. Nothing happens if the lease was lost meanwhile. */
export const recordFailure = (
  message: ClaimedMessage,
  outcome: Failure,
  durationMs: number,
  dueInMs: number,
): Promise<number> => {
  const status = ({ postponed: 'queued', refused: 'failed', unknown: 'unknown' } as const)[outcome.kind]
  return database.run(sql`
    with attempt as (${attemptRow(message, outcome, durationMs)})
    update messages
       set status = ${status}, reason = ${outcome.reason.slice(0, 500)}, claim = null, updated_at = now(),
           due_at = case when ${status} <> 'failed' then now() + ${dueInMs} * interval '1 millisecond' end,
           finished_at = case when ${status} = 'failed' then now() end
     where id = ${message.id} and claim = ${message.claim}`)
}

/** Gives the lease back before anything was tried. */
export const returnUntried = ({ id, claim, attempts }: ClaimedMessage): Promise<number> =>
  database.run(sql`
    with attempt as (delete from message_attempts where message_id = ${id} and number = ${attempts})
    update messages set status = 'queued', attempts = attempts - 1, claim = null, due_at = now(), updated_at = now()
     where id = ${id} and claim = ${claim} and status = 'sending'`)

/** Looks again later whether the gateway has the text; never, without a time. */
export const recordStillUnknown = (message: ClaimedMessage, reason: string, dueInMs: number | null): Promise<number> =>
  database.run(sql`
    update messages
       set reason = ${reason.slice(0, 500)}, claim = null, updated_at = now(),
           due_at = now() + ${dueInMs}::float8 * interval '1 millisecond',
           finished_at = case when ${dueInMs}::float8 is null then now() end
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
    if (gatewayId !== undefined) await tx.run(markSent(message.id, gatewayId))
    return gatewayId
  })
