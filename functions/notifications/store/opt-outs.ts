import { type Database, database, type Transaction, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import type { Wish } from '../domain/replies.ts'

/** Has a number get no news any more. Again, the first time stays. */
export const optOut = (on: Database, phone: string, source: 'text' | 'gateway'): Promise<number> =>
  on.run(sql`insert into opt_outs (phone, source) values (${phone}, ${source}) on conflict do nothing`)

const optIn = (tx: Transaction, phone: string): Promise<number> =>
  tx.run(sql`delete from opt_outs where phone = ${phone}`)

/** Does what a phone's text asks for, once however often the gateway brings it. False: it had been brought before. */
export const applyWish = (phone: string, wish: Wish, gatewayId: string): Promise<boolean> =>
  transaction(async (tx) => {
    const isNew = await tx.run(sql`
      insert into inbound_texts (gateway_id, wish) values (${gatewayId}, ${wish}) on conflict do nothing`)
    if (isNew === 0) return false
    if (wish === 'stop') await optOut(tx, phone, 'text')
    else await optIn(tx, phone)
    return true
  })

/** Forgets answers that no gateway brings again. */
export const deleteOldAnswers = (): Promise<number> =>
  database.run(sql`
    delete from inbound_texts where gateway_id in (
      select gateway_id from inbound_texts where received_at < now() - interval '90 days'
       order by gateway_id limit 1000 for update skip locked)`)
