import { database } from '@korob/platform/database'
import { joinSql, type Sql, sql } from '@korob/platform/sql'
import type { CheckoutLimits } from '../domain/checkout-limits.ts'

/** By what a checkout is counted. */
export interface Counted {
  scope: string
  clientDigest: Buffer
  phoneDigest: Buffer
  /** The account that asks. What strangers order with its own phone doesn't count against it. */
  accountId: string | undefined
  phone: string
}

/** Since when the limit is used up: when the oldest began of as many as are allowed, the newest ones. No row: there is room. */
const nth = (allowed: number, { windowMs }: CheckoutLimits, whose: Sql): Sql => sql`
  select created_at from idempotency_keys
   where ${whose} and created_at > now() - ${windowMs} * interval '1 millisecond'
   order by created_at desc offset ${allowed - 1} limit 1`

const usedUp = ({ scope, clientDigest, phoneDigest, accountId, phone }: Counted, limits: CheckoutLimits): Sql[] => {
  const { perClient, perPhone, perCart, unfinishedPerPhone } = limits
  // Of one client: else whoever knows somebody's phone could keep them from ordering.
  const theirs = sql`phone_digest = ${phoneDigest} and client_digest = ${clientDigest}`
  const withPhone = accountId
    ? sql`${theirs} and not exists (select from accounts where id = ${accountId}::uuid and phone = ${phone}::text)`
    : theirs
  return [
    ...(perClient > 0 ? [nth(perClient, limits, sql`client_digest = ${clientDigest}`)] : []),
    ...(perPhone > 0 ? [nth(perPhone, limits, withPhone)] : []),
    ...(perCart > 0 ? [nth(perCart, limits, sql`scope = ${scope}`)] : []),
    ...(unfinishedPerPhone > 0
      ? [
          nth(
            unfinishedPerPhone,
            limits,
            sql`${withPhone} and recovery_point <> 'finished' and not settled and attempt > 0`,
          ),
        ]
      : []),
  ]
}

/**
 * Holds while another checkout may be begun. Rows of others are read, not locked: many at the same moment may all be the
 * last that is allowed, as many as run at once and no more, and nobody waits for anybody else of their network.
 */
export const hasRoom = (counted: Counted, limits: CheckoutLimits): Sql => {
  const conditions = usedUp(counted, limits).map((reached) => sql`not exists (${reached})`)
  return conditions.length === 0 ? sql`true` : joinSql(conditions, ' and ')
}

/** How long until there is room again, whole seconds; 0: there is. */
export const secondsUntilRoom = async (counted: Counted, limits: CheckoutLimits): Promise<number> => {
  const reached = usedUp(counted, limits)
  if (reached.length === 0) return 0
  const waits = reached.map(
    (since) => sql`(select ceil(extract(epoch from created_at - now()) + ${limits.windowMs / 1000}::float8)
                      from (${since}) as oldest)`,
  )
  const { seconds } = await database.one<{ seconds: number }>(
    sql`select greatest(${joinSql(waits, ', ')}, 0)::integer as seconds`,
  )
  return seconds
}
