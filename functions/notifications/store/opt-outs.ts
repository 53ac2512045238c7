import { type Database, database, type Transaction, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Wish } from '../domain/replies.ts'

/** Who told us: a text of the phone's; the gateway, which refused a text because the phone had told it so; the profile. */
export type WishSource = 'text' | 'gateway' | 'profile'

/** An older wish changes nothing, and still locks the row: wishes of one number take turns, so what follows sees the others'. */
const keepLast = async (tx: Transaction, phone: string, wish: Wish, at: Date): Promise<boolean> =>
  (await tx.run(sql`
    insert into last_wishes as known (phone, wish, wished_at) values (${phone}, ${wish}, ${at})
    on conflict (phone) do update set wish = excluded.wish, wished_at = excluded.wished_at
      where known.wished_at <= excluded.wished_at`)) === 1

const keepLastOfGateway = async (tx: Transaction, phone: string, wish: Wish, at: Date): Promise<boolean> =>
  (await tx.run(sql`
    insert into gateway_wishes as known (phone, wish, wished_at) values (${phone}, ${wish}, ${at})
    on conflict (phone) do update set wish = excluded.wish, wished_at = excluded.wished_at
      where known.wished_at <= excluded.wished_at`)) === 1

const isStopped = (phone: string) => sql`
  exists (select from last_wishes where phone = ${phone} and wish = 'stop'
          union all select from gateway_wishes where phone = ${phone} and wish = 'stop')`

/**
 * Does what a number's owner wishes, if no later wish is known: they are told late, and in any order. False: one is.
 * @param isGateways the gateway goes by it, too, and refuses texts until it reads another; so it does by what it tells us itself
 */
export const obeyLatest = async (
  tx: Transaction,
  phone: string,
  wish: Wish,
  at: Date,
  source: WishSource,
  isGateways = source === 'gateway',
): Promise<boolean> => {
  const isLatest = await keepLast(tx, phone, wish, at)
  const isLatestOfGateway = isGateways && (await keepLastOfGateway(tx, phone, wish, at))
  if (!isLatest && !isLatestOfGateway) return false
  await tx.run(sql`delete from opt_outs where phone = ${phone} and not ${isStopped(phone)}`)
  // Again, the first time stays.
  await tx.run(sql`
    insert into opt_outs (phone, since, source) select ${phone}, ${at}, ${source} where ${isStopped(phone)}
    on conflict (phone) do nothing`)
  return true
}

/** Does what a phone's text asks for, once however often the gateway brings it. False: it had been brought before, or is overtaken. */
export const applyWish = (
  phone: string,
  wish: Wish,
  gatewayId: string,
  at: Date,
  isGateways: boolean,
): Promise<boolean> =>
  transaction(async (tx) => {
    const isNew = await tx.run(sql`
      insert into inbound_texts (gateway_id, wish) values (${gatewayId}, ${wish}) on conflict do nothing`)
    return isNew === 1 && (await obeyLatest(tx, phone, wish, at, 'text', isGateways))
  })

export interface KnownWish {
  /** Since when there are no texts about orders; null: there are. */
  since: Date | null
  source: WishSource | null
  isGatewayStopped: boolean
  isBlocked: boolean
}

export const readWish = (on: Database, phone: string): Promise<KnownWish> =>
  on.one<KnownWish>(sql`
    select since, source,
           exists (select from gateway_wishes where phone = ${phone} and wish = 'stop') as "isGatewayStopped",
           exists (select from blocked_numbers where phone = ${phone}) as "isBlocked"
      from (values (${phone}::text)) as asked (phone) left join opt_outs using (phone)`)

/** Forgets numbers that want news again: no older wish of theirs is still on its way. */
export const forgetOldStarts = async (): Promise<number> => {
  const ofGateway = await database.run(sql`
    delete from gateway_wishes where phone in (
      select phone from gateway_wishes where wish = 'start' and wished_at < now() - interval '30 days'
       order by phone limit 1000 for update skip locked)`)
  const last = await database.run(sql`
    delete from last_wishes where phone in (
      select phone from last_wishes where wish = 'start' and wished_at < now() - interval '30 days'
       order by phone limit 1000 for update skip locked)`)
  return ofGateway + last
}
