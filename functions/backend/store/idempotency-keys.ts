import { currentContext } from '@korob/platform/context'
import { database } from '@korob/platform/database'
import { rawSql, type Sql, sql } from '@korob/platform/sql'
import type { CheckoutLimits } from '../domain/checkout-limits.ts'
import type { CheckoutRequest } from '../domain/checkout-request.ts'
import { type Counted, hasRoom } from './checkout-limits.ts'

export interface KeyId {
  scope: string
  key: string
}

/** A key under this try's lease. */
export interface HeldKey extends KeyId {
  orderId: string
  attempt: number
  /**
   * Order ids under the owner's other keys for the same cart that wait for their clients, or whose try has crashed, or whose
   * reservations may not have been released.
   */
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

// Not those under a lease: they are being worked on.
const unsettledOf = (own: 'known' | 'crashed'): Sql => {
  const row = rawSql(own)
  return sql`array(
    select other.order_id from idempotency_keys as other
     where other.scope = ${row}.scope and other.cart_id = ${row}.cart_id and other.key <> ${row}.key
       and (other.may_hold
            or other.recovery_point <> 'finished' and not other.settled
               and (other.locked_until is null or other.locked_until < now()))
     order by other.created_at)`
}

export interface Try extends KeyId {
  requestHash: Buffer
  request: CheckoutRequest
  /** For the first try under the key. */
  orderId: string
  leaseMs: number
  counted: Counted
  limits: CheckoutLimits
}

/**
 * Records the key, or takes it over if it is unfinished and nobody's; undefined if this request can't have it, or if it
 * is new and one too many. Whoever asks last is whom the order is for: a guest may have signed in since.
 */
export const takeKey = ({ scope, key, request, ...own }: Try): Promise<HeldKey | undefined> =>
  database.maybe<HeldKey>(sql`
    insert into idempotency_keys as known (scope, key, request_hash, cart_id, request, order_id, recovery_point, locked_until,
                                           client_digest, phone_digest, correlation_id)
    select ${scope}::text, ${key}::text, ${own.requestHash}::bytea, ${request.cartId}::uuid, ${JSON.stringify(request)}::jsonb,
           ${own.orderId}::uuid, 'started', now() + ${own.leaseMs} * interval '1 millisecond',
           ${own.counted.clientDigest}::bytea, ${own.counted.phoneDigest}::bytea, ${currentContext().correlationId}::text
     where ${hasRoom(own.counted, own.limits)}
        or exists (select from idempotency_keys where scope = ${scope} and key = ${key})
    on conflict (scope, key) do update
      set attempt = known.attempt + 1, recovery_point = 'started', locked_until = excluded.locked_until, settled = false,
          request = excluded.request
      where known.recovery_point <> 'finished' and known.request_hash = excluded.request_hash
        and (known.locked_until is null or known.locked_until < now())
    returning scope, key, order_id as "orderId", attempt, ${unsettledOf('known')} as unsettled`)

export const readKey = ({ scope, key }: KeyId, requestHash: Buffer): Promise<KnownKey | undefined> =>
  database.maybe<KnownKey>(sql`
    select request_hash = ${requestHash} as "sameRequest",
           case recovery_point when 'finished'
             then jsonb_build_object('status', answer_status, 'headers', answer_headers, 'body', answer_body) end as answer,
           greatest(1, ceil(extract(epoch from locked_until - now())))::integer as "secondsLeft"
      from idempotency_keys where scope = ${scope} and key = ${key}`)

/**
 * The next checkout that crashed: its lease is over and its client hasn't come back. Those older than the holds are left to
 * the client, and so are those whose cart was sent again under another key: that one is what the shopper wants now. Of a
 * request that was erased nothing is left to go on with.
 */
export const takeCrashed = (
  leaseMs: number,
  youngerThanMs: number,
  maxAttempts: number,
): Promise<(HeldKey & { request: CheckoutRequest }) | undefined> =>
  database.maybe<HeldKey & { request: CheckoutRequest }>(sql`
    update idempotency_keys as crashed
       set attempt = attempt + 1, locked_until = now() + ${leaseMs} * interval '1 millisecond'
     where (scope, key) in (
       select scope, key from idempotency_keys as left_over
        where created_at > now() - ${youngerThanMs} * interval '1 millisecond'
          and recovery_point = 'started' and locked_until < now() and attempt < ${maxAttempts}
          and request <> '{}'
          and not exists (
            select from idempotency_keys as later
             where later.scope = left_over.scope and later.cart_id = left_over.cart_id
               and later.created_at > left_over.created_at)
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

const finished = ({ status, headers, body }: StoredAnswer): Sql => sql`
  recovery_point = 'finished', locked_until = null, request = null,
  answer_status = ${status}, answer_headers = ${JSON.stringify(headers)}, answer_body = ${body}`

/** Whether a try under another key of the cart is under way: it may hold what this one lacks. */
export const isCartBusy = ({ scope, key }: HeldKey): Promise<boolean> =>
  database
    .one<{ busy: boolean }>(sql`
      select exists (
        select from idempotency_keys as own join idempotency_keys as other using (scope, cart_id)
         where own.scope = ${scope} and own.key = ${key} and other.key <> own.key and other.locked_until > now()) as busy`)
    .then(({ busy }) => busy)

/** `mayHold`: the release of what the order id had reserved has no answer. */
export const finish = async (
  { scope, key, attempt }: HeldKey,
  answer: StoredAnswer,
  mayHold: boolean,
): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys set ${finished(answer)}, may_hold = ${mayHold}
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

/** No order comes of these ids any more, and they hold nothing: nobody has to see to it again. */
export const markSettled = (orderIds: readonly string[], { scope }: HeldKey): Promise<number> =>
  database.run(sql`
    update idempotency_keys set settled = true, may_hold = false
     where scope = ${scope} and order_id = any (${orderIds}::uuid[]) and (recovery_point <> 'finished' or may_hold)`)

/** A key whose order was found by another's try gets its answer; not if it is being worked on, which finds it as well. */
export const finishFound = (orderId: string, { scope }: HeldKey, answer: StoredAnswer): Promise<number> =>
  database.run(sql`
    update idempotency_keys set ${finished(answer)}
     where scope = ${scope} and order_id = ${orderId} and recovery_point <> 'finished'
       and (locked_until is null or locked_until < now())`)

export const deleteKeysOlderThan = (hours: number): Promise<number> =>
  database.run(sql`
    delete from idempotency_keys
     where created_at < now() - ${hours} * interval '1 hour' and (locked_until is null or locked_until < now())`)
