import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { Admission } from '../domain/admission.ts'
import type { Draft } from '../domain/template.ts'

type Fate = 'queued' | 'dropped'

/** Answers what became of it; undefined when the event had been told before. */
const insert = async (
  tx: Transaction,
  draft: Draft,
  isSuperseded: Sql,
  admission?: Admission,
): Promise<Fate | undefined> => {
  const reason = admission?.reason ?? null
  const heldUntil = (admission?.reason === undefined && admission?.heldUntil) || null
  const kept = await tx.maybe<{ status: Fate }>(sql`
    insert into messages (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                          expires_at, correlation_id, secret, status, reason, due_at, held_until, finished_at)
    select ${newId()}, ${draft.eventId}, ${draft.eventType}, ${draft.orderId}, ${draft.recipient}, ${draft.template},
           ${draft.language}, ${draft.body}, ${draft.encoding}, ${draft.segments}, ${draft.expiresAt}, ${draft.correlationId},
           ${draft.secret ?? false}::boolean,
           case when reason is null then 'queued' else 'dropped' end, reason,
           case when reason is null then coalesce(${heldUntil}::timestamptz, now()) end,
           case when reason is null then ${heldUntil}::timestamptz end,
           case when reason is not null then now() end
      from (select case when ${isSuperseded} then 'superseded'
                        when ${draft.expiresAt}::timestamptz <= now() then 'expired'
                        else ${reason}::text end as reason) as fate
    on conflict (event_id, recipient, template) do nothing
    returning status`)
  return kept?.status
}

/** Keeps a text to be sent once the transaction has committed; one too late to be of use, or not let through, is kept as dropped. */
export const queueMessage = (tx: Transaction, draft: Draft, admission: Admission): Promise<Fate | undefined> =>
  insert(tx, draft, rawSql('false'), admission)

/** Keeps a text that later news has overtaken, for the record. */
export const keepSuperseded = (tx: Transaction, draft: Draft): Promise<Fate | undefined> =>
  insert(tx, draft, rawSql('true'))

/** Keeps a text to be sent, unless the order's shopper has been, or is about to be, told `finalNews`. */
export const queueMessageBefore = (
  tx: Transaction,
  draft: Draft,
  admission: Admission,
  finalNews: string,
): Promise<Fate | undefined> =>
  insert(
    tx,
    draft,
    sql`exists (select from messages where order_id = ${draft.orderId} and template = ${finalNews})`,
    admission,
  )
