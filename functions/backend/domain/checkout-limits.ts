/** How many checkouts may be begun within `windowMs`; 0: as many as one likes. */
export interface CheckoutLimits {
  windowMs: number
  /** By an account, or by guests of one network. */
  perClient: number
  /** With one phone by an account or by guests of one network, but for the account it is proven to be of. */
  perPhone: number
  /** Of one cart. */
  perCart: number
  /** With one phone by the same, begun and neither answered nor settled: each may hold goods. Who only waits holds none. */
  unfinishedPerPhone: number
}

export const noLimits: CheckoutLimits = { windowMs: 0, perClient: 0, perPhone: 0, perCart: 0, unfinishedPerPhone: 0 }
