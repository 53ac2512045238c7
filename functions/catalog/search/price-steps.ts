/** Where the bars of the price histogram begin, in minor units: 0, then 1, 2, 5 and their tens, from 50 roubles to 5 million. */
export const priceSteps: readonly number[] = [
  0,
  ...[100, 1_000, 10_000, 100_000, 1_000_000].flatMap((tens) => [50 * tens, 100 * tens, 200 * tens]),
  500_000_000,
]
