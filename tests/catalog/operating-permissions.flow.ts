import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '../../functions/catalog/routes.ts'
import { pointAtSecrets } from '../support/signing-keys.ts'
import { operate } from './support/operator.ts'

let stopSecrets: () => Promise<void>
beforeAll(async () => {
  stopSecrets = await pointAtSecrets()
})
afterAll(() => stopSecrets())

const operators = Object.values(routes)
  .filter(({ audience }) => audience === 'operator')
  .map(({ method, path }) => `${method} ${path}`)

// None of these comes as far as the database: there is none here.
it.each(operators)('%s is for operators only', async (endpoint) => {
  for (const role of ['shopper', 'courier'] as const)
    expect((await operate(endpoint, { role })).body.code).toBe('forbidden')
  expect((await operate(endpoint, { role: 'none' })).status).toBe(401)
  const forged = { headers: { authorization: 'Bearer a.b.c' } }
  expect((await operate(endpoint, forged)).status).toBe(401)
})
