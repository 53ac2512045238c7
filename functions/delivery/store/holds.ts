import { database, type Transaction } from '@korob/platform/database'
import type { Coordinates } from '@korob/platform/schema'
import { rawSql, sql } from '@korob/platform/sql'

export interface HoldKey {
  orderId: string
  attempt: number
}

export interface Hold {
  slotId: string | null
  state: 'held' | 'booked' | 'released'
  /** Held, and not run out. */
  live: boolean
}

const holdColumns = rawSql(`slot_id as "slotId", state, state = 'held' and expires_at > clock_timestamp() as live`)

export const readHold = (tx: Transaction, { orderId, attempt }: HoldKey): Promise<Hold | undefined> =>
  tx.maybe<Hold>(sql`select ${holdColumns} from hold where order_id = ${orderId} and attempt = ${attempt}`)

/** The hold of this attempt, locked. */
export const lockHold = (tx: Transaction, { orderId, attempt }: HoldKey): Promise<Hold | undefined> =>
  tx.maybe<Hold>(sql`
    select ${holdColumns} from hold where order_id = ${orderId} and attempt = ${attempt} for update`)

export interface HeldPlace {
  outcome: 'held' | 'booked' | 'full' | 'closed' | 'unknown' | 'wrong_state'
  startsAt: Date | null
  endsAt: Date | null
  expiresAt: Date | null
}

/**
 * Takes or keeps a place for `seconds` from now. The slot is locked meanwhile, so the last place goes to one order only.
 * `fits`: a courier can come by, as was found since the day's turn was taken.
 */
export const holdPlace = (
  tx: Transaction,
  { orderId, attempt }: HoldKey,
  place: { slotId: string; location: Coordinates; fits: boolean },
  seconds: number,
): Promise<HeldPlace> =>
  tx.one<HeldPlace>(sql`
    select outcome, starts_at as "startsAt", ends_at as "endsAt", expires_at as "expiresAt"
      from keep_place(${orderId}, ${attempt}, ${place.slotId}, ${seconds}, ${place.fits}, ${place.location.lat},
                      ${place.location.lon})`)

/** Releases the hold of this attempt, or leaves a tombstone for it. True if a place was given back. */
export const releaseHold = async ({ orderId, attempt }: HoldKey): Promise<boolean> => {
  const row = await database.maybe<{ gaveBack: boolean | null }>(sql`
    insert into hold (order_id, attempt, state) values (${orderId}, ${attempt}, 'released')
    on conflict (order_id, attempt) do update
      set state = 'released', updated_at = now()
      where hold.state = 'held'
    returning expires_at > now() as "gaveBack"`)
  return row?.gaveBack ?? false
}

/** The order has its place in a delivery: the hold of this attempt is used up, others of the order are over. */
export const closeHolds = (tx: Transaction, { orderId, attempt }: HoldKey): Promise<number> =>
  tx.run(sql`
    update hold
       set state = case when attempt = ${attempt} then 'booked' else 'released' end, updated_at = now()
     where order_id = ${orderId} and state = 'held'`)

/** Gives back everything held for a cancelled order. */
export const releaseHolds = (tx: Transaction, orderId: string): Promise<number> =>
  tx.run(sql`update hold set state = 'released', updated_at = now() where order_id = ${orderId} and state = 'held'`)

/** Writes that this order must not be delivered, whatever still arrives. */
export const markCancelled = (tx: Transaction, orderId: string): Promise<number> =>
  tx.run(sql`insert into cancelled_order (order_id) values (${orderId}) on conflict do nothing`)

export const isCancelled = async (tx: Transaction, orderId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from cancelled_order where order_id = ${orderId}`)) !== undefined

/** Forgets holds and tombstones that no late message can touch any more. */
export const purgeHolds = async (tx: Transaction): Promise<number> => {
  await tx.run(sql`delete from cancelled_order where cancelled_at < now() - interval '90 days'`)
  return tx.run(sql`
    delete from hold
     where (order_id, attempt) in (
       select order_id, attempt from hold where updated_at < now() - interval '30 days' limit 5000)`)
}
