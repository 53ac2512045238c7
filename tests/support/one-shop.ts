import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { startTestShop, type TestShop } from './test-shop.ts'

// Suites that leave a shop fit for use share one: most of what they would take is a shop's start. A flow file imports them,
// in an order that suits all, and stops the shop after the last.

let shop: Promise<TestShop> | undefined

/** Couriers enough for the orders of all suites. */
export const fleetSize = 20

/** The shop of this file's suites, started for the first who asks. */
export const oneShop = (): Promise<TestShop> => {
  shop ??= startTestShop({ fleetSize })
  return shop
}

/** Those orders, of all suites: the auditor knows no other. */
export const acknowledged: AcknowledgedOrder[] = []

export const stopOneShop = async (): Promise<void> => {
  await (await shop)?.stop()
}
