import { afterAll, beforeAll } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../../support/service-database.ts'
import { pointAtSecrets } from './secrets.ts'

/** The backend's database and secrets, for the tests of a file. @returns the database, once the tests run */
export const withBackend = (): (() => ServiceDatabase) => {
  let db: ServiceDatabase
  let stopSecrets: () => Promise<void>
  beforeAll(async () => {
    stopSecrets = await pointAtSecrets()
    db = await serviceDatabase('backend')
  })
  afterAll(async () => {
    await db.drop()
    await stopSecrets()
  })
  return () => db
}
