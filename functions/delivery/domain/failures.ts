import type { FailureReason } from '../contract.ts'

/** How often a courier comes before the order is called off. */
export const maxAttempts = 3

/** Whether another try may help: nobody opens for a parcel they refused, and a broken one has to be packed anew. */
const helps: Record<FailureReason, boolean> = {
  nobody_home: true,
  wrong_address: true,
  other: true,
  refused: false,
  damaged: false,
}

/** Reasons after which a delivery is tried again by itself. */
export const retriedReasons = (Object.keys(helps) as FailureReason[]).filter((reason) => helps[reason])

/** @param failures how often a courier has come in vain, this time included */
export const isTriedAgain = (reason: FailureReason, failures: number): boolean =>
  helps[reason] && failures < maxAttempts
