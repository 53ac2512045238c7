import type { PlacedOrder, PriceChange, ShortItem } from '../api/answers.ts'
import type { ApiProblem } from '../api/problem.ts'

/** `out_of_stock`: what is asked of a line that can't be had in full. */
export type ShortLine = Pick<ShortItem, 'productId' | 'available'>

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

export const priceChangeOf = ({ code, details }: ApiProblem): PriceChange | undefined => {
  const { totalMinor, itemsMinor, deliveryFeeMinor, weightExtraMinor, currency, items, changes } = details
  if (code !== 'price_changed' || ![totalMinor, itemsMinor, deliveryFeeMinor].every(isAmount)) return undefined
  return {
    totalMinor: Number(totalMinor),
    itemsMinor: Number(itemsMinor),
    deliveryFeeMinor: Number(deliveryFeeMinor),
    weightExtraMinor: isAmount(weightExtraMinor) ? weightExtraMinor : 0,
    changes: Array.isArray(changes) ? (changes as PriceChange['changes']) : [],
    currency: typeof currency === 'string' ? (currency as PriceChange['currency']) : 'RUB',
    items: Array.isArray(items) ? (items as PriceChange['items']) : [],
  }
}

export const shortLinesOf = ({ code, details }: ApiProblem): ShortLine[] =>
  code === 'out_of_stock' && Array.isArray(details.items)
    ? details.items.flatMap((item) =>
        isRecord(item) && typeof item.productId === 'string' && isAmount(item.available)
          ? [{ productId: item.productId, available: item.available }]
          : [],
      )
    : []

/** `already_ordered`: the order that an earlier checkout of this cart became, whose answer never came here. */
export const earlierOrderOf = ({ code, details: { order } }: ApiProblem): PlacedOrder | undefined =>
  code === 'already_ordered' &&
  isRecord(order) &&
  [order.orderId, order.number, order.trackingToken].every((text) => typeof text === 'string')
    ? (order as PlacedOrder)
    : undefined
