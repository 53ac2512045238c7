import { database, type Transaction, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Wish } from '../domain/replies.ts'

/** Who told us: a text of the phone's, or the gateway, which refused a text because the phone had told it so. */
export type WishSource = 'text' | 'gateway'

/** Does what a number's owner wishes, if no later wish is known: they are told late, and in any order. False: one is. */
export const obeyLatest = async (
  tx: Transaction,
  phone: string,
  wish: Wish,
  at: Date,
  source: WishSource,
): Promise<boolean> => {
  const isLatest = await tx.run(sql`
    insert into last_wishes as known (phone, wish, wished_at) values (${phone}, ${wish}, ${at})
    on conflict (phone) do update set wish = excluded.wish, wished_at = excluded.wished_at
      where known.wished_at <= excluded.wished_at`)
  if (isLatest === 0) return false
  // Again, the first time stays.
  if (wish === 'stop')
    await tx.run(sql`
      insert into opt_outs (phone, since, source) values (${phone}, ${at}, ${source}) on conflict do nothing`)
  else await tx.run(sql`delete from opt_outs where phone = ${phone}`)
  return true
}

/** Does what a phone's text asks for, once however often the gateway brings it. False: it had been brought before, or is overtaken. */
export const applyWish = (phone: string, wish: Wish, gatewayId: string, at: Date): Promise<boolean> =>
  transaction(async (tx) => {
    const isNew = await tx.run(sql`
      insert into inbound_texts (gateway_id, wish) values (${gatewayId}, ${wish}) on conflict do nothing`)
    return isNew === 1 && (await obeyLatest(tx, phone, wish, at, 'text'))
  })

/** Forgets numbers that want news again: no older wish of theirs is still on its way. */
export const forgetOldStarts = (): Promise<number> =>
  database.run(sql`
    delete from last_wishes where phone in (
      select phone from last_wishes where wish = 'start' and wished_at < now() - interval '30 days'
       order by phone limit 1000 for update skip locked)`)
