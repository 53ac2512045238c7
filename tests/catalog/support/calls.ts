import { newEvent } from '@korob/platform/events'
import { newId } from '@korob/platform/ids'
import type { PricedItem, ShortItem } from '../../../functions/catalog/contract.ts'
import { handler as onOrders } from '../../../functions/catalog/handlers/on-orders.ts'
import { handler as stock } from '../../../functions/catalog/handlers/stock.ts'
import { orderCancelled, orderChanged, orderPlaced, orderReturned } from '../../../functions/orders/contract.ts'
import { sqsBatch } from '../../orders/support/sqs-batch.ts'
import { lambdaContext } from '../../support/lambda-context.ts'

export interface Line {
  productId: string
  quantity: number
}

export type Answer<Output> =
  | { ok: true; output: Output }
  | { ok: false; code: string; details: { items?: ShortItem[] } }

const call = async <Output>(operation: string, input: unknown): Promise<Answer<Output>> =>
  (await stock({ operation, input }, lambdaContext())) as Answer<Output>

export interface Reservation {
  orderId: string
  attempt: number
  cartId: string
  items: Line[]
}

export const aReservation = (items: Line[], changes: Partial<Reservation> = {}): Reservation => ({
  orderId: newId(),
  attempt: 1,
  cartId: newId(),
  items,
  ...changes,
})

export const reserve = (reservation: Reservation) =>
  call<{ items: PricedItem[]; itemsMinor: number; currency: string; expiresAt: string }>('reserve', reservation)

export const release = ({ orderId, attempt }: Pick<Reservation, 'orderId' | 'attempt'>) =>
  call<{ released: boolean }>('release', { orderId, attempt })

export const priceCart = (items: Line[], cartId?: string) =>
  call<{ items: (PricedItem & { available: number; slug: string })[]; unknown: string[]; itemsMinor: number }>(
    'price-cart',
    { items, cartId },
  )

export const placed = ({ orderId, attempt, items }: Reservation, sequence = 1) =>
  newEvent(orderPlaced, orderId, sequence, { orderId, attempt, items })

const facts = (orderId: string) => ({
  orderId,
  number: '10001-0',
  contact: { name: 'Анна', phone: '+79161234567' },
  language: 'ru' as const,
  totalMinor: 100_000,
  currency: 'RUB' as const,
})

/** @param onRoad what is on the road, for an order whose goods are */
export const cancelled = ({ orderId }: Pick<Reservation, 'orderId'>, sequence = 3, onRoad?: Line[]) =>
  newEvent(orderCancelled, orderId, sequence, {
    ...facts(orderId),
    reason: 'shopper',
    ...(onRoad && { goodsOut: true, items: onRoad }),
  })

/** Of an order only these lines remain. */
export const changed = ({ orderId }: Pick<Reservation, 'orderId'>, items: Line[], sequence: number) =>
  newEvent(orderChanged, orderId, sequence, {
    ...facts(orderId),
    items,
    removed: [{ productId: newId(), name: { ru: 'Чайник', en: 'Kettle' }, quantity: 1 }],
    deliveryFeeMinor: 0,
  })

/** These goods of a cancelled order are back. */
export const returned = (
  { orderId }: Pick<Reservation, 'orderId'>,
  items: Line[],
  sequence: number,
  onRoad: Line[] = items,
) => newEvent(orderReturned, orderId, sequence, { orderId, items, onRoad })

/** Delivers events to the catalogue as SQS does; throws if one of them failed. */
export const deliver = async (...events: Parameters<typeof sqsBatch>[0]): Promise<void> => {
  const { batchItemFailures } = await onOrders(sqsBatch(events), lambdaContext())
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} events failed`)
}
