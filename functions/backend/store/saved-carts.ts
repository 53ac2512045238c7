import { type Database, database, type Transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { CartLine } from '../domain/saved-cart.ts'

export interface SavedCart {
  cartId: string
  lines: CartLine[]
  revision: number
}

export const readCart = (accountId: string, db: Database = database): Promise<SavedCart | undefined> =>
  db.maybe<SavedCart>(sql`select cart_id as "cartId", lines, revision from saved_carts where account_id = ${accountId}`)

/** Whether there is the account; until commit it stays. */
export const holdAccount = async (tx: Transaction, accountId: string): Promise<boolean> =>
  (await tx.maybe(sql`select id from accounts where id = ${accountId} for key share`)) !== undefined

/** Saves the account's first cart; undefined if there is one by now. */
export const insertCart = (
  tx: Transaction,
  accountId: string,
  cartId: string,
  lines: readonly CartLine[],
): Promise<SavedCart | undefined> =>
  tx.maybe<SavedCart>(sql`
    insert into saved_carts (account_id, cart_id, lines) values (${accountId}, ${cartId}, ${JSON.stringify(lines)})
    on conflict (account_id) do nothing
    returning cart_id as "cartId", lines, revision`)

/** The account's cart, nobody else's to change until commit. */
export const lockCart = (tx: Transaction, accountId: string): Promise<SavedCart | undefined> =>
  tx.maybe<SavedCart>(sql`
    select cart_id as "cartId", lines, revision from saved_carts where account_id = ${accountId} for no key update`)

export const updateCart = (
  tx: Transaction,
  accountId: string,
  cartId: string,
  lines: readonly CartLine[],
): Promise<SavedCart> =>
  tx.one<SavedCart>(sql`
    update saved_carts
       set cart_id = ${cartId}, lines = ${JSON.stringify(lines)}, revision = revision + 1, updated_at = now()
     where account_id = ${accountId}
    returning cart_id as "cartId", lines, revision`)
