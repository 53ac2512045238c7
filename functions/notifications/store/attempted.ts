import { type Database, database, isUniqueViolation, transaction } from '@korob/platform/database'
import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { SendOutcome } from '../domain/gateway.ts'
import { replacedBy } from '../domain/status.ts'
import type { ClaimedMessage } from './claim.ts'
import { freeGatewayId } from './gateway-id.ts'

export type Acceptance = Extract<SendOutcome, { kind: 'accepted' }>
export type Failure = Exclude<SendOutcome, { kind: 'accepted' }>

/** What came of the attempt for which a message was claimed. */
export interface Accepted {
  message: ClaimedMessage
  outcome: Acceptance
  durationMs: number
}
export interface Failed {
  message: ClaimedMessage
  outcome: Failure
  durationMs: number
  /** When somebody is to look at the message again. */
  dueInMs: number
}

/** The attempts' own rows are written, and joined with as `made`. */
const written = (attempts: readonly (Accepted | Failed)[]): Sql => {
  const failures = attempts.map(({ outcome }) => (outcome.kind === 'accepted' ? undefined : outcome))
  return sql`
    with made as (
      select * from unnest(
               ${attempts.map(({ message }) => message.id)}::uuid[], ${attempts.map(({ message }) => message.attempts)}::integer[],
               ${attempts.map(({ message }) => message.claim)}::uuid[],
               ${attempts.map(({ durationMs }) => Math.round(durationMs))}::integer[],
               ${attempts.map(({ outcome }) => outcome.kind)}::text[],
               ${attempts.map(({ outcome }) => outcome.httpStatus ?? null)}::smallint[],
               ${attempts.map(({ outcome }) => (outcome.kind === 'accepted' ? outcome.gatewayId : null))}::text[],
               ${failures.map((failure) => failure?.gatewayCode ?? null)}::integer[],
               ${failures.map((failure) => failure?.reason.slice(0, 500) ?? null)}::text[],
               ${attempts.map((one) => ('dueInMs' in one ? one.dueInMs : null))}::float8[])
             as made (id, number, claim, duration_ms, outcome, http_status, gateway_id, gateway_code, reason, due_in_ms)),
    written as (
      update message_attempts as attempt
         set duration_ms = made.duration_ms, outcome = made.outcome, http_status = made.http_status,
             gateway_code = made.gateway_code, reason = made.reason
        from made
       where attempt.message_id = made.id and attempt.number = made.number)`
}

const accept = (on: Database, attempts: readonly Accepted[]): Promise<{ id: string; gatewayId: string }[]> =>
  on.many(sql`
    ${written(attempts)}
    update messages as m
       set status = case when m.status = any(${replacedBy('sent')}) then 'sent' else m.status end,
           gateway_id = coalesce(m.gateway_id, made.gateway_id), sent_at = coalesce(m.sent_at, now()),
           reason = null, claim = null, due_at = null, updated_at = now()
      from made
     where m.id = made.id
    returning m.id, m.gateway_id as "gatewayId"`)

/**
 * The gateway has these texts: true whoever holds their leases by now. Answers the ids that they are known by; another one means
 * two texts. @throws when any of the gateway's ids is known as another message's
 */
export const recordAllAccepted = async (attempts: readonly Accepted[]): Promise<Map<string, string>> =>
  new Map((await accept(database, attempts)).map(({ id, gatewayId }) => [id, gatewayId]))

/** The same for one, which takes the gateway's id from whoever has it. */
export const recordAccepted = async (
  message: ClaimedMessage,
  outcome: Acceptance,
  durationMs: number,
): Promise<{ gatewayId: string | undefined }> => {
  const attempts = [{ message, outcome, durationMs }]
  const known = async (on: Database) => ({ gatewayId: (await accept(on, attempts))[0]?.gatewayId })
  try {
    return await known(database)
  } catch (error) {
    if (!isUniqueViolation(error, 'messages_gateway_id')) throw error
    return transaction(async (tx) => {
      await freeGatewayId(tx, outcome.gatewayId, message.id)
      return known(tx)
    })
  }
}

const becomes = rawSql(
  `case made.outcome when 'postponed' then 'queued' when 'refused' then 'failed' else 'unknown' end`,
)

/** The gateway doesn't have the texts, or may have them. Nothing happens to those whose lease was lost meanwhile. */
export const recordAllFailed = (attempts: readonly Failed[]): Promise<number> =>
  database.run(sql`
    ${written(attempts)}
    update messages as m
       set status = ${becomes}, reason = made.reason, claim = null, updated_at = now(),
           due_at = case when made.outcome <> 'refused' then now() + made.due_in_ms * interval '1 millisecond' end,
           finished_at = case when made.outcome = 'refused' then now() end
      from made
     where m.id = made.id and m.claim = made.claim`)

/** Gives leases back before anything was tried. */
export const returnUntried = (messages: readonly ClaimedMessage[]): Promise<number> =>
  database.run(sql`
    with claimed as (
      select * from unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ attempts }) => attempts)}::integer[],
                           ${messages.map(({ claim }) => claim)}::uuid[]) as claimed (id, number, claim)),
    attempt as (
      delete from message_attempts using claimed where message_id = claimed.id and message_attempts.number = claimed.number)
    update messages as m
       set status = 'queued', attempts = m.attempts - 1, claim = null, due_at = now(), handed_over = null, updated_at = now()
      from claimed
     where m.id = claimed.id and m.claim = claimed.claim and m.status = 'sending'`)

/** Gives leases back before the gateway was asked. */
export const returnUnasked = (messages: readonly ClaimedMessage[]): Promise<number> =>
  database.run(sql`
    update messages as m set claim = null, due_at = now(), updated_at = now()
      from unnest(${messages.map(({ id }) => id)}::uuid[], ${messages.map(({ claim }) => claim)}::uuid[]) as claimed (id, claim)
     where m.id = claimed.id and m.claim = claimed.claim and m.status = 'unknown'`)
