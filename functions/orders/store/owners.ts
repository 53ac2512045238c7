import type { Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import { type Sql, sql } from '@korob/platform/sql'
import { nobody, nowhere } from '../domain/nobody.ts'

/** Keeps orders from being placed for it, and others from changing what it owns, until the transaction ends. */
export const lockOwner = (tx: Transaction, kind: 'account' | 'phone', key: string): Promise<number> =>
  tx.run(sql`select lock_owner(${kind}, ${key})`)

/** Keeps the account from being erased until the transaction ends. */
export const shareAccount = (tx: Transaction, accountId: string): Promise<number> =>
  tx.run(sql`select share_owner('account', ${accountId})`)

export const isErased = async (tx: Transaction, accountId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from erased_accounts where account_id = ${accountId}`)) !== undefined

/** The phone is the account's, whoever had it before. */
export const keepPhone = (tx: Transaction, accountId: string, phone: string): Promise<number> =>
  tx.run(sql`
    insert into account_phones (phone, account_id) values (${phone}, ${accountId})
    on conflict (phone) do update set account_id = excluded.account_id, verified_at = now()`)

/** Orders of a guest with this phone become the account's; older ones may be of another who had the number then. */
export const adoptGuestOrders = (tx: Transaction, accountId: string, phone: string, days: number): Promise<number> =>
  tx.run(sql`
    update orders set account_id = ${accountId}, placed_by_guest = true
     where account_id is null and contact ->> 'phone' = ${phone} and erased_at is null
       and placed_at > now() - ${days} * interval '1 day'`)

// Whoever is owed money must be found, too.
const isOver: Sql = sql`(status = 'delivered' or status = 'cancelled' and payment_state <> 'paid')`

/** Serials of the account's orders that are not over, of those it would adopt, and of guests' with the phone that are owed for. `isOwed`: cancelled, and not refunded. */
export const readOpenOrders = (
  tx: Transaction,
  accountId: string,
  phone: string | undefined,
  days: number,
): Promise<{ serial: number; isOwed: boolean }[]> =>
  tx.many<{ serial: number; isOwed: boolean }>(sql`
    select serial, status = 'cancelled' as "isOwed" from orders
     where (account_id = ${accountId}
            or account_id is null and contact ->> 'phone' = ${phone ?? null}::text and erased_at is null
               and (placed_at > now() - ${days} * interval '1 day' or status = 'cancelled'))
       and not ${isOver} order by serial`)

export const forgetAccount = async (tx: Transaction, accountId: string): Promise<void> => {
  await tx.run(sql`insert into erased_accounts (account_id) values (${accountId}) on conflict do nothing`)
  await tx.run(sql`delete from account_phones where account_id = ${accountId}`)
}

/** What people wrote about an order in words of their own, and which account called it off. */
const forgetWords = async (tx: Transaction, orderIds: readonly string[]): Promise<void> => {
  await tx.run(sql`delete from order_note where order_id = any(${orderIds}::uuid[])`)
  await tx.run(sql`
    update order_history
       set details = details - 'comment',
           actor_id = case when actor = 'shopper' then null else actor_id end
     where order_id = any(${orderIds}::uuid[])
       and (details ? 'comment' or (actor = 'shopper' and actor_id is not null))`)
}

/** Takes the person out of their orders that are over, those of a guest with the phone included. Answers their ids. */
export const anonymiseOrders = async (
  tx: Transaction,
  accountId: string,
  phone: string | undefined,
): Promise<string[]> => {
  const rows = await tx.many<{ id: string }>(sql`
    with theirs as (
      select id from orders
       where erased_at is null and ${isOver}
         and (account_id = ${accountId} or (account_id is null and contact ->> 'phone' = ${phone ?? null}::text))
       order by id for update
    )
    update orders
       set account_id = null, cart_id = ${newId()}, contact = ${JSON.stringify(nobody)}::jsonb, comment = null,
           address = ${JSON.stringify(nowhere)}::jsonb || jsonb_build_object('city', address -> 'city'), erased_at = now()
      from theirs
     where orders.id = theirs.id
    returning orders.id`)
  const ids = rows.map(({ id }) => id).sort()
  await forgetWords(tx, ids)
  await tx.run(sql`
    insert into revoked_links (order_id, revoked_at) select id, 'infinity' from unnest(${ids}::uuid[]) as id order by id
    on conflict (order_id) do update set revoked_at = 'infinity', revision = revoked_links.revision + 1`)
  return ids
}

/** Voids the links made until now; undefined if there is no such order. */
export const revokeOrderLinks = (
  tx: Transaction,
  orderId: string,
): Promise<{ revision: number; revokedAt: Date } | undefined> =>
  tx.maybe<{ revision: number; revokedAt: Date }>(sql`
    insert into revoked_links as known (order_id, revoked_at)
    select id, now() from orders where id = ${orderId} and erased_at is null
    on conflict (order_id) do update set revoked_at = greatest(known.revoked_at, now()), revision = known.revision + 1
    returning revision, revoked_at as "revokedAt"`)
