import { currentContext } from '@korob/platform/context'
import { database } from '@korob/platform/database'
import { type Sql, sql } from '@korob/platform/sql'
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
   * Order ids under the cart's other keys that wait for their clients, or whose try has crashed, or whose reservations may
   * not have been released; and of orders that came while this key's client was told to come again.
   */
  unsettled: string[]
}

export interface TakenKey extends HeldKey {
  /** Another key of the cart is under way, and this one waits: until the other's try must be over. Null: this try may run. */
  secondsBusy: number | null
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

export interface Try extends KeyId {
  requestHash: Buffer
  request: CheckoutRequest
  /** Other keys of the cart, whose answers the client never had, and whose place this one takes. */
  insteadOf: readonly string[]
  /** For the first try under the key. */
  orderId: string
  leaseMs: number
  counted: Counted
  limits: CheckoutLimits
}

/**
 * Records the key, or takes it over if it is unfinished and nobody's; undefined if this request can't have it, or if it
 * is new and one too many. Whoever asks last is whom the order is for: a guest may have signed in since. While another key
 * of the cart is under way it is recorded, and waits.
 */
export const takeKey = ({ scope, key, request, ...own }: Try): Promise<TakenKey | undefined> =>
  database.maybe<TakenKey>(sql`
    with others as materialized (select * from others_of_key(${scope}, ${key}, ${own.insteadOf}::text[]))
    insert into idempotency_keys as known (scope, key, request_hash, cart_id, request, order_id, recovery_point, attempt,
                                           locked_until, behind, client_digest, phone_digest, correlation_id)
    select ${scope}::text, ${key}::text, ${own.requestHash}::bytea, ${request.cartId}::uuid, ${JSON.stringify(request)}::jsonb,
           ${own.orderId}::uuid, case when free_at is null then 'started' else 'waiting' end,
           case when free_at is null then 1 else 0 end,
           case when free_at is null then now() + ${own.leaseMs} * interval '1 millisecond' end, all_behind,
           ${own.counted.clientDigest}::bytea, ${own.counted.phoneDigest}::bytea, ${currentContext().correlationId}::text
      from others
     where ${hasRoom(own.counted, own.limits)}
        or exists (select from idempotency_keys where scope = ${scope} and key = ${key})
    on conflict (scope, key) do update
      set attempt = known.attempt + excluded.attempt,
          recovery_point = excluded.recovery_point, locked_until = excluded.locked_until, settled = false,
          behind = excluded.behind, request = excluded.request
      where known.recovery_point <> 'finished' and known.request_hash = excluded.request_hash
        and (known.locked_until is null or known.locked_until < now())
    returning scope, key, order_id as "orderId", attempt, (select unsettled from others) as unsettled,
              (select case when free_at is not null then greatest(1, ceil(extract(epoch from free_at - now())))::integer end
                 from others) as "secondsBusy"`)

export const readKey = ({ scope, key }: KeyId, requestHash: Buffer): Promise<KnownKey | undefined> =>
  database.maybe<KnownKey>(sql`
    select request_hash = ${requestHash} as "sameRequest",
           case recovery_point when 'finished'
             then jsonb_build_object('status', answer_status, 'headers', answer_headers, 'body', answer_body) end as answer,
           greatest(1, ceil(extract(epoch from locked_until - now())))::integer as "secondsLeft"
      from idempotency_keys where scope = ${scope} and key = ${key}`)

export interface CrashedKey extends HeldKey {
  request: CheckoutRequest
  /** Of the request that began it; null for one from before it was kept. */
  correlationId: string | null
}

/**
 * Checkouts that crashed, the oldest first: their lease is over and their client hasn't come back. Those older than the holds
 * are left to the client, and so are those whose cart was sent again under another key, which is what the shopper wants now,
 * or has one under way. Of a request that was erased nothing is left to go on with.
 */
export const readCrashed = (youngerThanMs: number, maxAttempts: number, limit: number): Promise<KeyId[]> =>
  database.many<KeyId>(sql`
    select scope, key from idempotency_keys as one
     where created_at > now() - ${youngerThanMs} * interval '1 millisecond'
       and recovery_point = 'started' and locked_until < now() and attempt < ${maxAttempts} and not settled
       and request <> '{}'
       and not exists (
         select from idempotency_keys as other
          where other.scope = one.scope and other.key <> one.key
            and (other.created_at > one.created_at or other.locked_until > now()))
     order by created_at limit ${limit}`)

/** Undefined if it is somebody else's by now. */
export const takeCrashed = (id: KeyId, leaseMs: number, maxAttempts: number): Promise<CrashedKey | undefined> =>
  database.maybe<CrashedKey>(sql`
    with others as materialized (select * from others_of_key(${id.scope}, ${id.key}, '{}'))
    update idempotency_keys as crashed
       set attempt = attempt + 1, locked_until = now() + ${leaseMs} * interval '1 millisecond'
      from others
     where crashed.scope = ${id.scope} and crashed.key = ${id.key} and others.is_last and others.free_at is null
       and recovery_point = 'started' and locked_until < now() and attempt < ${maxAttempts} and not settled
       and request <> '{}'
    returning crashed.scope, crashed.key, order_id as "orderId", attempt, request,
              correlation_id as "correlationId", others.unsettled`)

/** False if another try has taken the key over: the same is meant below. */
export const recordOrderId = async ({ scope, key, attempt }: HeldKey, orderId: string): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys set order_id = ${orderId}, earlier_order_ids = earlier_order_ids || order_id
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

/** The client is told to come again: whoever does so first goes on. */
export const letGo = async ({ scope, key, attempt }: HeldKey): Promise<boolean> =>
  (await database.run(sql`
    update idempotency_keys set recovery_point = 'waiting', locked_until = null
     where scope = ${scope} and key = ${key} and attempt = ${attempt} and recovery_point = 'started'`)) === 1

const finished = ({ status, headers, body }: StoredAnswer): Sql => sql`
  recovery_point = 'finished', locked_until = null, request = null, answered_at = clock_timestamp(),
  answer_status = ${status}, answer_headers = ${JSON.stringify(headers)}, answer_body = ${body}`

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
