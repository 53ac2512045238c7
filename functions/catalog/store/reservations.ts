import { currentContext } from '@korob/platform/context'
import { type Database, database, type Transaction } from '@korob/platform/database'
import { nudgeRelay } from '@korob/platform/relay-nudge'
import { type Sql, sql } from '@korob/platform/sql'
import type { PricedItem, ShortItem } from '../contract.ts'
import type { Line } from '../domain/lines.ts'

export interface ReservationKey {
  orderId: string
  attempt: number
}

export type Reserved =
  | { refused: 'wrong_state' }
  | { refused: 'out_of_stock'; items: ShortItem[] }
  | { refused?: undefined; items: PricedItem[]; currency: 'RUB'; expiresAt: string }

export type Sold =
  | { outcome: 'settled' }
  | { outcome: 'sold'; version: number }
  | { outcome: 'rejected'; version: number; items: ShortItem[] }

const ids = (lines: readonly Line[]) => lines.map(({ productId }) => productId)
const quantities = (lines: readonly Line[]) => lines.map(({ quantity }) => quantity)
const correlation = (): Sql => sql`${currentContext().correlationId}::text`

/** Each statement is one function of the schema (migration 0040): it says whether the search index has to learn of it. */
const answer = async <Answer>(connection: Database, call: Sql): Promise<Answer> => {
  const { result } = await connection.one<{ result: Answer & { reindexed?: number } }>(sql`select ${call} as result`)
  if (result.reindexed) nudgeRelay.request()
  return result
}

/** Sets the lines aside, all or none. `lines` name each product once. */
export const reserveStock = (
  { orderId, attempt }: ReservationKey,
  cartId: string,
  lines: readonly Line[],
  holdSeconds: number,
): Promise<Reserved> =>
  answer(
    database,
    sql`reserve_stock(${orderId}::uuid, ${attempt}::int, ${cartId}::uuid, ${ids(lines)}::uuid[],
                      ${quantities(lines)}::int[], make_interval(secs => ${holdSeconds}::float8), ${correlation()})`,
  )

/** Gives an attempt's hold back; the attempt can't hold again. */
export const releaseStock = ({ orderId, attempt }: ReservationKey): Promise<{ released: boolean }> =>
  answer(database, sql`release_stock(${orderId}::uuid, ${attempt}::int, ${correlation()})`)

/** Makes the reservation of a placed order a sale. */
export const sellStock = (
  tx: Transaction,
  { orderId, attempt }: ReservationKey,
  lines: readonly Line[],
): Promise<Sold> =>
  answer(
    tx,
    sql`sell_stock(${orderId}::uuid, ${attempt}::int, ${ids(lines)}::uuid[], ${quantities(lines)}::int[],
                   ${correlation()})`,
  )

/**
 * Takes back what a cancelled order had, and leaves a tombstone.
 * @param goodsOut they are on the road: they stay sold until `returnStock`
 */
export const cancelStock = (
  tx: Transaction,
  orderId: string,
  goodsOut: boolean,
): Promise<{ outcome: 'returned' | 'released' | 'out' | 'nothing' }> =>
  answer(tx, sql`cancel_stock(${orderId}::uuid, ${correlation()}, ${goodsOut}::boolean)`)

/** Leaves an order these lines of what was sold to it; the rest is in stock again. */
export const shrinkSale = (tx: Transaction, orderId: string, lines: readonly Line[]): Promise<{ returned: number }> =>
  answer(tx, sql`shrink_sale(${orderId}::uuid, ${ids(lines)}::uuid[], ${quantities(lines)}::int[], ${correlation()})`)

/** Puts goods of a cancelled order that came back into stock. */
export const returnStock = (tx: Transaction, orderId: string, lines: readonly Line[]): Promise<{ returned: number }> =>
  answer(tx, sql`return_stock(${orderId}::uuid, ${ids(lines)}::uuid[], ${quantities(lines)}::int[], ${correlation()})`)

/** Marks holds that are over, at most `limit`. */
export const expireReservations = (limit: number): Promise<{ expired: number }> =>
  answer(database, sql`expire_reservations(${limit}::int, ${correlation()})`)

// A checkout is resumed within minutes and its messages are replayed for at most 14 days (the inbox's memory).
/** Forgets reservations that never became an order. */
export const purgeReservations = (): Promise<number> =>
  database.run(sql`
    delete from reservation where state in ('expired', 'released') and updated_at < now() - interval '30 days'`)
