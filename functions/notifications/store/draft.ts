import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { sql } from '@korob/platform/sql'
import type { Withholding } from '../domain/admission.ts'
import type { Draft } from '../domain/template.ts'

/** A text as it is to be kept, if nothing in the database is against it. */
export interface NewText {
  draft: Draft
  /** Later news has overtaken it: it is kept for the record. */
  isSuperseded: boolean
  /** It is superseded too if its order's shopper has been, or is about to be, told by this template. */
  finalNews: string | undefined
  reason: Withholding | undefined
  heldUntil: Date | undefined
}

/**
 * Keeps texts to be sent once the transaction has committed, positions in their order. One too late to be of use, overtaken or
 * not let through is kept as dropped; one of an event that had been told before is not kept again.
 * @returns whether each is going to be sent, in their order
 */
export const insertTexts = async (tx: Transaction, texts: readonly NewText[]): Promise<boolean[]> => {
  const ids = texts.map(() => newId())
  const column = <Value>(read: (draft: Draft) => Value): Value[] => texts.map(({ draft }) => read(draft))
  const kept = await tx.many<{ id: string; isQueued: boolean }>(sql`
    insert into messages (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                          expires_at, correlation_id, secret, status, reason, due_at, held_until, finished_at)
    select id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
           expires_at, correlation_id, secret,
           case when fate is null then 'queued' else 'dropped' end, fate,
           case when fate is null then coalesce(held_until, now()) end,
           case when fate is null then held_until end,
           case when fate is not null then now() end
      from (select draft.*,
                   case when is_superseded or exists (
                               select from messages as told
                                where told.order_id = draft.order_id and told.template = draft.final_news)
                          then 'superseded'
                        when expires_at <= now() then 'expired'
                        else reason end as fate
              from unnest(${ids}::uuid[], ${column(({ eventId }) => eventId)}::uuid[],
                          ${column(({ eventType }) => eventType)}::text[], ${column(({ orderId }) => orderId)}::uuid[],
                          ${column(({ recipient }) => recipient)}::text[], ${column(({ template }) => template)}::text[],
                          ${column(({ language }) => language)}::text[], ${column(({ body }) => body)}::text[],
                          ${column(({ encoding }) => encoding)}::text[], ${column(({ segments }) => segments)}::smallint[],
                          ${column(({ expiresAt }) => expiresAt)}::timestamptz[],
                          ${column(({ correlationId }) => correlationId)}::text[],
                          ${column(({ secret }) => secret ?? false)}::boolean[],
                          ${texts.map(({ isSuperseded }) => isSuperseded)}::boolean[],
                          ${texts.map(({ finalNews }) => finalNews ?? null)}::text[],
                          ${texts.map(({ reason }) => reason ?? null)}::text[],
                          ${texts.map(({ heldUntil }) => heldUntil ?? null)}::timestamptz[]) with ordinality
                     as draft (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                               expires_at, correlation_id, secret, is_superseded, final_news, reason, held_until, place)) as decided
     order by place
    on conflict (event_id, recipient, template) do nothing
    returning id, status = 'queued' as "isQueued"`)
  const queued = new Set(kept.flatMap(({ id, isQueued }) => (isQueued ? [id] : [])))
  return ids.map((id) => queued.has(id))
}
