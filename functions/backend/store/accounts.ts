import type { Address } from '@korob/platform/address'
import { type Database, database, type Transaction } from '@korob/platform/database'
import { newId } from '@korob/platform/ids'
import type { Language } from '@korob/platform/schema'
import { sql } from '@korob/platform/sql'

export interface SavedAddress {
  label?: string | undefined
  address: Address
}

export interface Account {
  id: string
  phone: string
  name: string | null
  language: Language
  addresses: SavedAddress[]
  createdAt: Date
  seenAt: Date
  ordersAdopted: boolean
  deleting: boolean
}

const columns = sql`
  id, phone, name, language, addresses, created_at as "createdAt", seen_at as "seenAt", orders_adopted_at is not null as "ordersAdopted",
  deleting_since is not null as deleting`

/**
 * The account of a phone that was just proven; a new one if there is none, or if it is another's: then that one is gone, and
 * orders is to forget whose its own were.
 */
export const accountOfPhone = async (
  tx: Transaction,
  { phone, language }: Pick<Account, 'phone' | 'language'>,
  isTheirs: (account: Account) => boolean,
): Promise<Account> => {
  for (;;) {
    await tx.run(sql`
      insert into accounts (id, phone, language) values (${newId()}, ${phone}, ${language}) on conflict (phone) do nothing`)
    const found = await tx.maybe<Account>(sql`select ${columns} from accounts where phone = ${phone} for no key update`)
    // None: it was there, and its deletion was committed between the two statements.
    if (!found) continue
    if (isTheirs(found)) return found
    await tx.run(sql`delete from accounts where id = ${found.id}`)
    await tx.run(sql`insert into left_accounts (account_id) values (${found.id})`)
  }
}

/** Accounts that somebody else's took the place of, whose orders may still name them. */
export const readLeft = (limit: number): Promise<{ accountId: string }[]> =>
  database.many<{ accountId: string }>(sql`
    select account_id as "accountId" from left_accounts where ask_at <= now() order by ask_at limit ${limit}`)

export const askLater = (accountId: string, minutes: number): Promise<number> =>
  database.run(sql`
    update left_accounts set ask_at = now() + ${minutes} * interval '1 minute' where account_id = ${accountId}`)

export const forgetLeft = (accountId: string): Promise<number> =>
  database.run(sql`delete from left_accounts where account_id = ${accountId}`)

export const readAccount = (id: string): Promise<Account | undefined> =>
  database.maybe<Account>(sql`select ${columns} from accounts where id = ${id}`)

/** The language that an account, or who has proven a phone, wants texts in. */
export const readLanguage = async (of: { accountId: string } | { phone: string }): Promise<Language | undefined> => {
  const found = await database.maybe<{ language: Language }>(
    'phone' in of
      ? sql`select language from accounts where phone = ${of.phone}`
      : sql`select language from accounts where id = ${of.accountId}`,
  )
  return found?.language
}

export const markSeen = (id: string, on: Database = database): Promise<number> =>
  on.run(sql`update accounts set seen_at = now() where id = ${id}`)

export interface AccountChange {
  name?: string | undefined
  language?: Language | undefined
  addresses?: readonly SavedAddress[] | undefined
}

/** Changes what is given. */
export const changeAccount = (id: string, { name, language, addresses }: AccountChange): Promise<Account | undefined> =>
  database.maybe<Account>(sql`
    update accounts
       set name = case when ${name !== undefined}::boolean then nullif(${name ?? null}::text, '') else name end,
           language = coalesce(${language ?? null}, language),
           addresses = coalesce(${addresses ? JSON.stringify(addresses) : null}::jsonb, addresses)
     where id = ${id}
    returning ${columns}`)

export const markAdopted = (id: string): Promise<number> =>
  database.run(sql`update accounts set orders_adopted_at = now() where id = ${id} and orders_adopted_at is null`)

/** Accounts that orders should have been told of long ago. */
export const readUnadopted = (limit: number): Promise<Pick<Account, 'id' | 'phone'>[]> =>
  database.many<Pick<Account, 'id' | 'phone'>>(sql`
    select id, phone from accounts
     where orders_adopted_at is null and created_at < now() - interval '20 seconds'
     order by created_at limit ${limit}`)

/** From here on the account will be deleted, unless orders has a reason why not. */
export const markDeleting = (id: string): Promise<Account | undefined> =>
  database.maybe<Account>(sql`
    update accounts set deleting_since = coalesce(deleting_since, now()) where id = ${id} returning ${columns}`)

/** @returns false if it goes all the same: orders has forgotten it, or it is gone */
export const unmarkDeleting = async (id: string): Promise<boolean> =>
  (await database.run(sql`update accounts set deleting_since = null where id = ${id} and erased_at is null`)) === 1

/** Orders has forgotten it: it is never kept, whoever wanted to keep it meanwhile. */
export const markErased = (id: string): Promise<number> =>
  database.run(sql`
    update accounts set erased_at = coalesce(erased_at, now()), deleting_since = coalesce(deleting_since, now())
     where id = ${id}`)

/** Deletions whose request broke off. */
export const readDeleting = (limit: number): Promise<Account[]> =>
  database.many<Account>(sql`
    select ${columns} from accounts
     where deleting_since < now() - interval '30 seconds' order by deleting_since limit ${limit}`)

/**
 * Sessions and addresses go with it, and so do codes on their way to its phone. Its limits stay until they run out by
 * themselves: else a number could be sent any number of texts by deleting its account again and again.
 * @returns since when it was being deleted; undefined if it is gone
 */
export const deleteAccount = async (
  tx: Transaction,
  { id, phone }: Pick<Account, 'id' | 'phone'>,
): Promise<{ since: Date } | undefined> => {
  const deleted = await tx.maybe<{ since: Date }>(sql`
    delete from accounts where id = ${id} returning coalesce(deleting_since, now()) as since`)
  if (deleted) await tx.run(sql`delete from sign_ins where phone = ${phone}`)
  return deleted
}
