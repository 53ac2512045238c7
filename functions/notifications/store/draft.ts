import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type { Withholding } from '../domain/admission.ts'
import type { Draft } from '../domain/template.ts'
import type { ClaimedMessage } from './claim.ts'

/** A text as it is to be kept, if nothing in the database is against it. */
export interface NewText {
  draft: Draft
  /** Later news has overtaken it: it is kept for the record. */
  isSuperseded: boolean
  /** It is superseded too if its order's shopper has been, or is about to be, told by this template. */
  isBeforeFinalNews: boolean
  reason: Withholding | undefined
  heldUntil: Date | undefined
}

/** How texts are claimed as they are kept. */
export interface Claiming {
  /** Of the first so many. */
  most: number
  /** From the statement, not the transaction: that may have waited for others before. */
  leaseMs: number
  marksHandOver: boolean
}

/** What became of a text that was to be kept. `waiting`: whoever claims it sends it. `not sent` without a reason: it was kept before. */
export type Fate =
  | { kind: 'claimed'; message: ClaimedMessage }
  | { kind: 'waiting' }
  | { kind: 'not sent'; reason: string | undefined }

interface Row {
  id: string
  status: 'sending' | 'queued' | 'dropped'
  reason: string | null
  claim: string
  expiresInMs: number
  firstAttemptAt: Date
}

/**
 * Keeps texts to be sent once the transaction has committed, positions in their order. One too late to be of use, overtaken or
 * not let through is kept as dropped; one of an event that had been told before is not kept again.
 * @param finalNews a template that no other of the order may follow
 * @param claiming whoever keeps them sends them, with an attempt on record: no later text of the order than those that still
 * wait, for they go first
 * @returns what became of each, in their order
 */
export const insertTexts = async (
  tx: Transaction,
  texts: readonly NewText[],
  finalNews: string,
  claiming: Claiming | undefined,
): Promise<Fate[]> => {
  const ids = texts.map(() => newId())
  const column = <Value>(read: (draft: Draft) => Value): Value[] => texts.map(({ draft }) => read(draft))
  // By the clock and not by the transaction's time, which may have waited for others' numbers.
  // Looked up for each text: "exists" would be answered from all of the table's, sent ones that are not swept away yet included.
  const kept = await tx.many<Row>(sql`
    with decided as materialized (
      select draft.*,
             case when is_superseded or (is_before_final_news and (
                         select true from messages as told
                          where told.order_id = draft.order_id and told.template = ${finalNews} limit 1))
                    then 'superseded'
                  when expires_at <= clock_timestamp() then 'expired'
                  else reason end as fate,
             place <= ${claiming?.most ?? 0} and held_until is null and (
               select true from messages as earlier
                where earlier.order_id = draft.order_id and earlier.status in ('queued', 'sending')
                  and earlier.expires_at > clock_timestamp() limit 1) is null
             -- What was said while the number's lock was waited for counts; such a text is left to who claims it.
             and (select true from blocked_numbers where phone = recipient limit 1) is null
             and (secret or (select true from opt_outs where phone = recipient limit 1) is null) as is_claimed
        from unnest(${ids}::uuid[], ${column(({ eventId }) => eventId)}::uuid[],
                    ${column(({ eventType }) => eventType)}::text[], ${column(({ orderId }) => orderId)}::uuid[],
                    ${column(({ recipient }) => recipient)}::text[], ${column(({ template }) => template)}::text[],
                    ${column(({ language }) => language)}::text[], ${column(({ body }) => body)}::text[],
                    ${column(({ encoding }) => encoding)}::text[], ${column(({ segments }) => segments)}::smallint[],
                    ${column(({ expiresAt }) => expiresAt)}::timestamptz[],
                    ${column(({ correlationId }) => correlationId)}::text[],
                    ${column(({ secret }) => secret ?? false)}::boolean[],
                    ${texts.map(({ isSuperseded }) => isSuperseded)}::boolean[],
                    ${texts.map(({ isBeforeFinalNews }) => isBeforeFinalNews)}::boolean[],
                    ${texts.map(({ reason }) => reason ?? null)}::text[],
                    ${texts.map(({ heldUntil }) => heldUntil ?? null)}::timestamptz[]) with ordinality
               as draft (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                         expires_at, correlation_id, secret, is_superseded, is_before_final_news, reason, held_until, place)),
    kept as (
      insert into messages (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                            expires_at, correlation_id, secret, status, reason, due_at, held_until, finished_at,
                            claim, attempts, first_attempt_at, last_attempt_at, handed_over)
      select id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
             expires_at, correlation_id, secret,
             case when fate is not null then 'dropped' when is_claimed then 'sending' else 'queued' end, fate,
             case when fate is not null then null
                  when is_claimed then clock_timestamp() + ${claiming?.leaseMs ?? 0} * interval '1 millisecond'
                  else coalesce(held_until, now()) end,
             case when fate is null then held_until end,
             case when fate is not null then now() end,
             case when fate is null and is_claimed then ${newId()}::uuid end,
             (fate is null and is_claimed)::int,
             case when fate is null and is_claimed then now() end,
             case when fate is null and is_claimed then clock_timestamp() end,
             case when fate is null and is_claimed and ${claiming?.marksHandOver ?? false} then false end
        from decided order by place
      on conflict (event_id, recipient, template) do nothing
      returning id, status, reason, claim, expires_at, first_attempt_at),
    attempt as (
      insert into message_attempts (message_id, number) select id, 1 from kept where status = 'sending')
    select id, status, reason, claim, (extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as "expiresInMs",
           first_attempt_at as "firstAttemptAt"
      from kept`)
  const known = new Map(kept.map((row) => [row.id, row]))
  return ids.map((id, at): Fate => {
    const row = known.get(id)
    if (!row || row.status === 'dropped') return { kind: 'not sent', reason: row?.reason ?? undefined }
    if (row.status === 'queued') return { kind: 'waiting' }
    const { orderId, recipient, body, template, correlationId } = (texts[at] as NewText).draft
    const { claim, expiresInMs, firstAttemptAt } = row
    const times = { expiresInMs, firstAttemptAt, sinceLastAttemptMs: 0, notListedForMs: null }
    const text = { id, orderId, recipient, body, template, correlationId }
    return { kind: 'claimed', message: { ...text, ...times, status: 'sending', claim, attempts: 1 } }
  })
}
