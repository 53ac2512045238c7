import { afterAll, describe } from 'vitest'
import { stopShopWithPage } from './support/page.ts'

// Buying comes first: it is audited. Imported where they stand, so that each prepares what it needs when its turn has come.
describe('buying', async () => {
  await import('./shopping.suite.ts')
})
// While no trip but its own is planned.
describe('on the road', async () => {
  await import('./courier.suite.ts')
})
describe('checkout', async () => {
  await import('./checkout.suite.ts')
})
describe('an offered window', async () => {
  await import('./offer.suite.ts')
})
describe('accounts and operators', async () => {
  await import('./account.suite.ts')
})
describe('who delivers, when and where', async () => {
  await import('./fleet.suite.ts')
})
describe('the page of the API', async () => {
  await import('../contract/docs-page.suite.ts')
})

afterAll(stopShopWithPage)
