import { database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'

export const forgottenAtOnce = 500

/** Forgets an order's shopper: now, or for texts that are still to go, as soon as they have. */
export const forgetOrder = async (tx: Transaction, orderId: string): Promise<void> => {
  await tx.run(sql`insert into forgotten_orders (order_id) values (${orderId}) on conflict do nothing`)
  await tx.run(sql`update messages set forget = true where order_id = ${orderId} and not forget`)
}

/** Forgets whom sign-in codes went to. */
export const forgetPhone = (tx: Transaction, phone: string): Promise<number> =>
  tx.run(sql`update messages set forget = true where recipient = ${phone} and secret and not forget`)

/**
 * Forgets to whom texts went and what they said, once they are that old and nothing is left to do for them: some of them,
 * as many as are quickly done.
 */
export const forgetOld = (keptDays: number): Promise<number> =>
  database.run(sql`
    update messages set forget = true, updated_at = now()
     where id in (select id from messages
                   where not forget and due_at is null and created_at < now() - ${keptDays} * interval '1 day'
                   order by created_at, id limit ${forgottenAtOnce} for update skip locked)`)

/** A code that has ended is of no use whether it was sent or not: nobody looks for it any more, and it is scrubbed. */
export const scrubEndedSecrets = (): Promise<number> =>
  database.run(sql`
    update messages set due_at = null, claim = null, reason = 'expired', updated_at = now()
     where secret and status = 'unknown' and due_at is not null and expires_at <= now()`)
