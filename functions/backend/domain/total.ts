import { deliveryFee, type FeeRule, type Load } from '../../delivery/contract.ts'

/** What an order costs, minor units. */
export interface Total {
  itemsMinor: number
  deliveryFeeMinor: number
  /** The part of the fee that is due to the weight. */
  weightExtraMinor: number
  totalMinor: number
}

/** The one way in which goods and a fee rule become a total: quotes and checkouts can't differ. */
export const totalOf = (load: Load, rule: FeeRule): Total => {
  const { feeMinor, extraMinor } = deliveryFee(rule, load)
  return {
    itemsMinor: load.itemsMinor,
    deliveryFeeMinor: feeMinor,
    weightExtraMinor: extraMinor,
    totalMinor: load.itemsMinor + feeMinor,
  }
}

/** What priced lines weigh together, grams. */
export const weightOf = (items: readonly { weightGrams: number; quantity: number }[]): number =>
  items.reduce((sum, { weightGrams, quantity }) => sum + weightGrams * quantity, 0)
