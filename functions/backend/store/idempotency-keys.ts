import { database } from '@korob/platform/database'
import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { CheckoutRequest } from '../domain/checkout-request.ts'

export interface KeyId {
  scope: string
  key: string
}

/** A key under this try's lease. */
export interface HeldKey extends KeyId {
  orderId: string
  attempt: number
  /** Order ids under the owner's other keys for the same cart that wait for their clients, or whose try has crashed. */
  unsettled: string[]
}

/** An answer as it was first given; `body` to the byte. */
export interface StoredAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface KnownKey {
  sameRequest: boolean
  answer: StoredAnswer | null
  /** Until the running try must be over. */
  secondsLeft: number
}

const unsettledOf = (own: 'known' | 'crashed'): Sql => {
  const row = rawSql(own)
  return sql`array(
    select other.order_id from idempotency_keys as other
     where other.scope = ${row}.scope and other.key <> ${row}.key and other.recovery_point = 'waiting'
       and other.request ->> 'cartId' = ${row}.request ->> 'cartId'
     order by other.created_at)`
}

/** Records the key, or takes it over if it is unfinished and nobody's; undefined if this request can't have it. */
export const takeKey = (
  { scope, key }: KeyId,
  requestHash: Buffer,
  request: CheckoutRequest,
  orderId: string,
  leaseMs: number,
): Promise<HeldKey | undefined> =>
  database.maybe<HeldKey>(sql`
    with crashed as (
      -- This try settles them: they are not to be finished beside it.
      update idempotency_keys set recovery_point = 'waiting', locked_until = null
       where scope = ${scope} and key <> ${key} and recovery_point = 'started' and locked_until < now()
         and request ->> 'cartId' = ${request.cartId}
      returning order_id)
    insert into idempotency_keys as known (scope, key, request_hash, request, order_id, recovery_point, locked_until)
    values (${scope}, ${key}, ${requestHash}, ${JSON.stringify(request)}, ${orderId}, 'started',
            now() + ${leaseMs} * interval '1 millisecond')
    on conflict (scope, key) do update
      set attempt = known.attempt + 1, recovery_point = 'started', locked_until = excluded.locked_until
      where known.recovery_point <> 'finished' and known.request_hash = excluded.request_hash
        and (known.locked_until is null or known.locked_until < now())
    returning scope, key, order_id as "orderId", attempt,
              ${unsettledOf('known')} || array(select order_id from crashed) as unsettled`)

export const readKey = ({ scope, key }: KeyId, requestHash: Buffer): Promise<KnownKey | undefined> =>
  database.maybe<KnownKey>(sql`
    select request_hash = ${requestHash} as "sameRequest",
           case recovery_point when 'finished'
             then jsonb_build_object('status', answer_status, 'headers', answer_headers, 'body', answer_body) end as answer,
           greatest(1, ceil(extract(epoch from locked_until - now())))::integer as "secondsLeft"
      from idempotency_keys where scope = ${scope} and key = ${key}`)

/** The next checkout that crashed: its lease is over and its client hasn't come back. Those older than the holds are left to the client. */
export const takeCrashed = (
  leaseMs: number,
  youngerThanMs: number,
  maxAttempts: number,
): Promise<(HeldKey & { request: CheckoutRequest }) | undefined> =>
  database.maybe<HeldKey & { request: CheckoutRequest }>(sql`
    update idempotency_keys as crashed
       set attempt = attempt + 1, locked_until = now() + ${leaseMs} * interval '1 millisecond'
     where (scope, key) in (
       select scope, key from idempotency_keys
        where created_at > now() - ${youngerThanMs} * interval '1 millisecond'
          and recovery_point = 'started' and locked_until < now() and attempt < ${maxAttempts}
        order by created_at limit 1 for update skip locked)
    returning scope, key, order_id as "orderId", attempt, request, ${unsettledOf('crashed')} as unsettled`)

/** False if another try has taken the key over: the same is meant below. */
export const recordOrderId = async ({ scope, key, attempt }: HeldKey, orderId: string): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys set order_id = ${orderId}
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

/** The client is told to come again: whoever does so first goes on. */
export const letGo = async ({ scope, key, attempt }: HeldKey): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys set recovery_point = 'waiting', locked_until = null
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

export const finish = async ({ scope, key, attempt }: HeldKey, answer: StoredAnswer): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys
       set recovery_point = 'finished', locked_until = null, request = null,
           answer_status = ${answer.status}, answer_headers = ${JSON.stringify(answer.headers)}, answer_body = ${answer.body}
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

export const deleteKeysOlderThan = (hours: number): Promise<number> =>
  database.run(sql`
    delete from idempotency_keys
     where created_at < now() - ${hours} * interval '1 hour' and (locked_until is null or locked_until < now())`)
