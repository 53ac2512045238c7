import { afterAll, describe } from 'vitest'
import { stopOneShop } from '../support/one-shop.ts'

// Each suite ends with all its orders audited, those of the suites before it included. The first counts what couriers bring.
// Imported where they stand, so that each prepares what it needs when its turn has come.
describe('events that come again', async () => {
  await import('./duplicates.suite.ts')
})
describe('events in another order', async () => {
  await import('./reordered.suite.ts')
})
describe('crashes before publishing', async () => {
  await import('./crashes-before-publishing.suite.ts')
})
describe('crashes of a checkout', async () => {
  await import('./checkout-crashes.suite.ts')
})

afterAll(stopOneShop)
