import { fileURLToPath } from 'node:url'
import { applyMigrations, migrationsOf } from '@korob/platform/migrate'
import type { ServiceDatabase } from '../../../support/service-database.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** The schemas of those who publish, so that the auditor has their word for what was. */
export const addPublishers = async ({ admin }: ServiceDatabase): Promise<void> => {
  for (const service of ['backend', 'orders', 'catalog', 'delivery'] as const)
    await applyMigrations(admin, service, migrationsOf(root, service))
}
