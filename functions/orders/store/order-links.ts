import { database, type Transaction } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'

/** `order`: answered to who ordered. `text`: sent by SMS. `lookup`: asked for with the order's number and phone. */
export type LinkSource = 'order' | 'text' | 'lookup'

export interface KnownLink {
  orderId: string
  serial: number
  issuedAt: Date
  source: LinkSource
  /** Null, too, of a link whose order's person was forgotten: no link works there. */
  revokedAt: Date | null
  isVoid: boolean
}

/** Of links that orders were told of. */
export const keepLink = (tx: Transaction, orderId: string, issuedAt: Date, source: LinkSource): Promise<number> =>
  tx.run(sql`
    insert into order_links (order_id, issued_at, source) values (${orderId}, ${issuedAt}, ${source})
    on conflict do nothing`)

/** Writes down when the order's links of until now were voided, those that are not already. */
export const markRevoked = async (tx: Transaction, orderId: string, revokedAt: Date): Promise<void> => {
  await tx.run(sql`
    insert into order_links (order_id, issued_at, source)
    select id, date_trunc('second', placed_at), 'order' from orders where id = ${orderId}
    on conflict do nothing`)
  await tx.run(sql`
    update order_links set revoked_at = ${revokedAt}
     where order_id = ${orderId} and revoked_at is null and issued_at <= ${revokedAt}`)
}

/** The latest first. One that was made as others were revoked may be void and not be marked: the order says when that was. */
const linksOf = (chosen: Sql, limit: number): Promise<KnownLink[]> =>
  database.many<KnownLink>(sql`
    with chosen as (select id, serial, placed_at from orders where ${chosen}),
    known as (
      select order_id, issued_at, source, order_links.revoked_at from order_links join chosen on id = order_id
      union all
      select id, date_trunc('second', placed_at), 'order', null from chosen
       where not exists (select from order_links
                          where order_id = chosen.id and issued_at = date_trunc('second', chosen.placed_at)))
    select known.order_id as "orderId", serial, issued_at as "issuedAt", source,
           coalesce(known.revoked_at, case when r.revoked_at >= issued_at then nullif(r.revoked_at, 'infinity') end)
             as "revokedAt",
           coalesce(known.revoked_at is not null or r.revoked_at >= issued_at, false) as "isVoid"
      from known join chosen on id = known.order_id left join revoked_links r on r.order_id = known.order_id
     order by issued_at desc, known.order_id desc limit ${limit}`)

export const linksOfOrder = (orderId: string, limit: number): Promise<KnownLink[]> =>
  linksOf(sql`id = ${orderId}`, limit)

export const linksOfPhone = (phone: string, limit: number): Promise<KnownLink[]> =>
  linksOf(sql`contact ->> 'phone' = ${phone}`, limit)

/** Forgets links that ended some time ago: some at once. */
export const forgetOldLinks = (): Promise<number> =>
  database.run(sql`
    delete from order_links where (order_id, issued_at) in (
      select order_id, issued_at from order_links where issued_at < now() - interval '180 days'
       order by order_id, issued_at limit 1000 for update skip locked)`)
