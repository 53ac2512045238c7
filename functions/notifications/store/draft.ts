import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { Draft } from '../domain/template.ts'

const insert = (tx: Transaction, draft: Draft, isSuperseded: Sql): Promise<number> =>
  tx.run(sql`
    insert into messages (id, event_id, event_type, order_id, recipient, template, language, body, encoding, segments,
                          expires_at, correlation_id, secret, status, reason, due_at, finished_at)
    select ${newId()}, ${draft.eventId}, ${draft.eventType}, ${draft.orderId}, ${draft.recipient}, ${draft.template},
           ${draft.language}, ${draft.body}, ${draft.encoding}, ${draft.segments}, ${draft.expiresAt}, ${draft.correlationId},
           ${draft.secret ?? false}::boolean,
           case when reason is null then 'queued' else 'dropped' end, reason,
           case when reason is null then now() end, case when reason is not null then now() end
      from (select case when ${isSuperseded} then 'superseded'
                        when ${draft.expiresAt}::timestamptz <= now() then 'expired' end as reason) as fate
    on conflict (event_id, recipient, template) do nothing`)

/** Keeps a text to be sent once the transaction has committed; one too late to be of use is kept as dropped. */
export const queueMessage = (tx: Transaction, draft: Draft): Promise<number> => insert(tx, draft, rawSql('false'))

/** Keeps a text that later news has overtaken, for the record. */
export const keepSuperseded = (tx: Transaction, draft: Draft): Promise<number> => insert(tx, draft, rawSql('true'))

/** Keeps a text to be sent, unless the order's shopper has been, or is about to be, told `finalNews`. */
export const queueMessageBefore = (tx: Transaction, draft: Draft, finalNews: string): Promise<number> =>
  insert(tx, draft, sql`exists (select from messages where order_id = ${draft.orderId} and template = ${finalNews})`)
