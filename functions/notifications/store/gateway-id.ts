import type { Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

/** The first of the gateway's ids that no message has yet. */
export const firstFreeGatewayId = async (tx: Transaction, ids: readonly string[]): Promise<string | undefined> => {
  const free = await tx.maybe<{ id: string }>(sql`
    select id from unnest(${ids}::text[]) with ordinality as found (id, place)
     where not exists (select from messages where gateway_id = found.id)
     order by place limit 1`)
  return free?.id
}

/**
 * Takes a gateway's id from any other message. An answer or a callback says for sure whose it is; a search can only guess
 * between equal texts to one number, so who guessed wrong asks again: not one whose words were forgotten meanwhile, for
 * nothing could be found by them.
 */
export const freeGatewayId = (tx: Transaction, id: string, owner: string): Promise<number> =>
  tx.run(sql`
    update messages
       set gateway_id = null, not_listed_at = null, updated_at = now(),
           status = case when status = 'sent' and not (secret or forget) then 'unknown' else status end,
           due_at = case when status = 'sent' and not (secret or forget) then now() else due_at end
     where gateway_id = ${id} and id <> ${owner}`)
