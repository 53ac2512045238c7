import type { CheckoutRequest } from './checkout-request.ts'
import type { Reservation } from './checkout-services.ts'
import type { Total } from './total.ts'

/** What is otherwise than the shopper saw, minor units. */
export type PriceChange =
  | { of: 'item'; productId: string; fromMinor: number; toMinor: number }
  | { of: 'delivery'; fromMinor: number; toMinor: number }
  | { of: 'total'; fromMinor: number; toMinor: number }

type Seen = Pick<CheckoutRequest, 'items' | 'expectedDeliveryFeeMinor' | 'expectedTotalMinor'>

const itemChanges = ({ items: seen }: Seen, items: Reservation['items']): PriceChange[] =>
  items.flatMap(({ productId, priceMinor }) => {
    const other = seen.find(
      (line) =>
        line.productId === productId && line.expectedPriceMinor !== undefined && line.expectedPriceMinor !== priceMinor,
    )?.expectedPriceMinor
    return other === undefined ? [] : [{ of: 'item' as const, productId, fromMinor: other, toMinor: priceMinor }]
  })

/**
 * Everything that costs otherwise now. None: the shopper pays what they saw. Prices and the fee are compared where the
 * client said what it had shown, so that two changes which even out aren't missed.
 */
export const priceChanges = (seen: Seen, items: Reservation['items'], total: Total): PriceChange[] => {
  const { expectedDeliveryFeeMinor: feeSeen, expectedTotalMinor: totalSeen } = seen
  const { deliveryFeeMinor, totalMinor } = total
  return [
    ...itemChanges(seen, items),
    ...(feeSeen !== undefined && feeSeen !== deliveryFeeMinor
      ? [{ of: 'delivery' as const, fromMinor: feeSeen, toMinor: deliveryFeeMinor }]
      : []),
    ...(totalSeen !== totalMinor ? [{ of: 'total' as const, fromMinor: totalSeen, toMinor: totalMinor }] : []),
  ]
}
