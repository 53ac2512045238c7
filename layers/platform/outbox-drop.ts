import { recordActions } from './audit-log.ts'
import { transaction } from './database.ts'
import { sql } from './sql.ts'

export interface OutboxDrop {
  operatorId: string
  ids: readonly string[]
  reason: string
}

/**
 * Settles events that wait to be published without publishing them, an audit entry each. What a relay is just publishing, or has
 * published, stays as it is. Secrets are erased as after publishing.
 * @returns how many were dropped, by event and carrier
 */
export const dropUnpublished = ({ operatorId, ids, reason }: OutboxDrop): Promise<{ dropped: number }> =>
  transaction(async (tx) => {
    const rows = await tx.many<{ id: string; carrier: string; type: string; subject: string; attempts: number }>(sql`
      update outbox
         set published_at = now(), dropped_reason = ${reason}, only_into = null,
             envelope = case when secret = '{}' then envelope
                             else jsonb_set(envelope, '{data}', (envelope -> 'data') - secret) end
       where (id, carrier) in (
         select id, carrier from outbox
          where published_at is null and id = any(${ids}::uuid[]) order by position for update skip locked)
      returning id, carrier, type, subject, attempts`)
    await recordActions(
      tx,
      rows.map(({ id, ...row }) => ({
        operatorId,
        action: 'outbox.drop',
        target: { type: 'event', id },
        after: { ...row, reason },
      })),
    )
    return { dropped: rows.length }
  })
