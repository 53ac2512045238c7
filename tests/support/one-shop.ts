import type { AcknowledgedOrder } from '../auditor/facts.ts'
import { startTestShop, type TestShop, type TestShopOptions } from './test-shop.ts'

// Suites that leave a shop fit for use share one: most of what they would take is a shop's start. A flow file imports them,
// in an order that suits all, and stops the shop after the last.

let shop: Promise<TestShop> | undefined

/** The shop of this file's suites, started as the first who asks wants it. */
export const oneShop = (options: TestShopOptions = {}): Promise<TestShop> => {
  shop ??= startTestShop(options)
  return shop
}

/** Couriers of a shop whose suites all place orders. */
export const fleetSize = 20

/** Those orders, of all suites: the auditor knows no other. */
export const acknowledged: AcknowledgedOrder[] = []

export const stopOneShop = async (): Promise<void> => {
  await (await shop)?.stop()
}
