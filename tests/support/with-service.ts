import type { ServiceName } from '@korob/platform/migrate'
import { afterAll, beforeAll } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from './service-database.ts'
import { pointAtSecrets } from './signing-keys.ts'

/** A service's database and secrets, for the tests of a file. @returns the database, once the tests run */
export const withService = (service: ServiceName): (() => ServiceDatabase) => {
  let db: ServiceDatabase
  let stopSecrets: () => Promise<void>
  beforeAll(async () => {
    stopSecrets = await pointAtSecrets()
    db = await serviceDatabase(service)
  })
  afterAll(async () => {
    await db.drop()
    await stopSecrets()
  })
  return () => db
}
