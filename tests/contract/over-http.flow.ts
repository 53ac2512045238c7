import { afterAll, describe } from 'vitest'
import { stopOneShop } from '../support/one-shop.ts'

// In this order: after the first the shop is still empty, after the second it is audited, and the third begins with demo data.
// Imported where they stand, so that each prepares what it needs when its turn has come.
describe('bad input', async () => {
  await import('../flows/bad-input.suite.ts')
})
describe('wrong requests', async () => {
  await import('../flows/wrong-requests.suite.ts')
})
describe('the API document', async () => {
  await import('./api-document.suite.ts')
})
describe('permissions', async () => {
  await import('../permissions/permissions.suite.ts')
})

afterAll(stopOneShop)
